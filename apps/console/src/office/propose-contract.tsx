// A merchant proposes a contract: to whom, which shops and groups, from when to when, what personal data is shown.
import { toRefusedError } from '@qindesk/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Checkbox, DatePicker, Form, Input, Modal, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useMemo } from 'react';
import { contractRoutes, type GroupId, type ShopId } from '@qindesk/protocol';
import { http } from '../live/http.ts';
import { useRefusalText } from '../ui/states.tsx';
import { useBilingual } from '../ui/text.tsx';
import type { OfficeScope } from './scope.ts';
import { useOfficeText } from './text.ts';

interface Fields { code: string; shops: ShopId[]; groups: GroupId[]; starts: Dayjs; ends: Dayjs | null; phone: boolean; address: boolean }

/** Days are whole: from the first one's beginning (or now, if that is today) to the last one's end. */
const timesOf = ({ starts, ends }: Pick<Fields, 'starts' | 'ends'>): { startsAt: string; endsAt: string | null } => ({
  startsAt: (starts.isSame(dayjs(), 'day') ? dayjs() : starts.startOf('day')).toISOString(), endsAt: ends ? ends.endOf('day').toISOString() : null,
});

/** The dialog. */
export const ProposeContract = ({ scope, onClose }: { scope: OfficeScope; onClose: () => void }) => {
  const t = useOfficeText();
  const say = useRefusalText();
  const pick = useBilingual();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [form] = Form.useForm<Fields>();
  const shops = Form.useWatch('shops', form);
  const groups = useMemo(() => (scope.own?.groups ?? []).filter((group) => shops?.includes(group.shopId)), [scope.own, shops]);
  const propose = useMutation({
    mutationFn: (fields: Fields) => http.call(contractRoutes.propose, { body: {
      providerCode: fields.code.trim(), shopIds: fields.shops, groupIds: (fields.groups ?? []).filter((id) => groups.some((group) => group.id === id)), ...timesOf(fields), fields: { phone: fields.phone ?? false, address: fields.address ?? false },
    } }),
    onSuccess: (made) => { void message.success(t('office.contracts.proposed', { other: made.providerName })); void queries.invalidateQueries({ queryKey: ['contracts'] }); onClose(); },
    onError: (error) => {
      const { refusal } = toRefusedError(error);
      const unknown = refusal.code === 'not_found' && (refusal.field === undefined || refusal.field === 'providerCode');
      form.setFields([{ name: refusal.field === 'endsAt' ? 'ends' : 'code', errors: [unknown ? t('office.contracts.codeUnknown') : say(error)] }]);
    },
  });
  return (
    <Modal open title={t('office.contracts.propose')} onCancel={onClose} okText={t('office.contracts.send')} cancelText={t('ui.cancel')} onOk={() => form.submit()} confirmLoading={propose.isPending}>
      <Form<Fields> form={form} layout="vertical" requiredMark={false} initialValues={{ shops: scope.shops.length === 1 ? [scope.shops[0]?.id] : [], groups: [], starts: dayjs(), ends: null, phone: false, address: false }} onFinish={(fields) => propose.mutate(fields)}>
        <Form.Item name="code" label={t('office.contracts.code')} extra={t('office.contracts.codeHint')} rules={[{ required: true, whitespace: true, message: t('office.contracts.codeMissing') }]}><Input maxLength={64} autoComplete="off" spellCheck={false} /></Form.Item>
        <Form.Item name="shops" label={t('office.contracts.shops')} rules={[{ required: true, message: t('office.contracts.shopsMissing') }]}>
          <Select mode="multiple" showSearch={{ optionFilterProp: 'label' }} options={scope.shops.map((shop) => ({ value: shop.id as string, label: pick(shop.name) }))} placeholder={t('office.contracts.shopsPick')} />
        </Form.Item>
        <Form.Item name="groups" label={t('office.contracts.groups')} extra={t('office.contracts.groupsHint')}>
          <Select mode="multiple" showSearch={{ optionFilterProp: 'label' }} options={groups.map((group) => ({ value: group.id as string, label: group.name }))} placeholder={t('office.contracts.allGroups')} />
        </Form.Item>
        <div className="office-choices">
          <Form.Item name="starts" label={t('office.contracts.from')} rules={[{ required: true, message: t('office.contracts.fromMissing') }]}><DatePicker disabledDate={(day) => day.isBefore(dayjs(), 'day')} /></Form.Item>
          <Form.Item name="ends" label={t('office.contracts.to')} dependencies={['starts']} rules={[({ getFieldValue }) => ({ validator: (_, value: Dayjs | null) => (value && value.isBefore(getFieldValue('starts') as Dayjs, 'day') ? Promise.reject(new Error(t('office.contracts.toBeforeFrom'))) : Promise.resolve()) })]}><DatePicker placeholder={t('office.contracts.openEnd')} disabledDate={(day) => day.isBefore(dayjs(), 'day')} /></Form.Item>
        </div>
        <Form.Item label={t('office.contracts.fields')} extra={t('office.contracts.fieldsHint')}>
          <Form.Item name="phone" valuePropName="checked" noStyle><Checkbox>{t('office.contracts.phone')}</Checkbox></Form.Item>
          <Form.Item name="address" valuePropName="checked" noStyle><Checkbox>{t('office.contracts.address')}</Checkbox></Form.Item>
        </Form.Item>
      </Form>
    </Modal>
  );
};
