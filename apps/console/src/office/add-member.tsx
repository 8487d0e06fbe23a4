// Adding a member with a first password, and what to hand to them afterwards.
import { CheckCircleFilled, ReloadOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toRefusedError } from '@qindesk/client';
import { Button, Form, Input, InputNumber, Modal, Space } from 'antd';
import { useState } from 'react';
import { peopleRoutes, type Role } from '@qindesk/protocol';
import { http } from '../live/http.ts';
import { useRefusalText } from '../ui/states.tsx';
import { CopyBox } from './copy-box.tsx';
import { makeFirstPassword } from './first-password.ts';
import { RoleChoice } from './role-choice.tsx';
import { useOfficeText } from './text.ts';

interface Fields { name: string; email: string; password: string; role: Role; capacity: number }

/** The dialog: the form, then the words to pass on. */
export const AddMember = ({ open, provider, onClose }: { open: boolean; provider: boolean; onClose: () => void }) => {
  const t = useOfficeText();
  const say = useRefusalText();
  const queries = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const [added, setAdded] = useState<Fields | null>(null);
  const add = useMutation({
    mutationFn: (fields: Fields) => http.call(peopleRoutes.addMember, { body: fields }),
    onSuccess: (_, fields) => { setAdded(fields); void queries.invalidateQueries({ queryKey: ['members'] }); },
    onError: (error) => {
      const { code } = toRefusedError(error).refusal;
      form.setFields([{ name: code === 'already_exists' ? 'email' : 'name', errors: [code === 'already_exists' ? t('office.members.emailTaken') : say(error)] }]);
    },
  });
  const close = (): void => { setAdded(null); form.resetFields(); onClose(); };
  if (added !== null) {
    return (
      <Modal open={open} onCancel={close} title={t('office.members.addedTitle', { name: added.name })} footer={<Button type="primary" onClick={close}>{t('ui.close')}</Button>}>
        <p className="office-done"><CheckCircleFilled aria-hidden /> {t('office.members.addedText')}</p>
        <CopyBox label={t('office.members.handOver')} text={t('office.members.handOverText', { url: location.origin, email: added.email, password: added.password })} />
      </Modal>
    );
  }
  return (
    <Modal open={open} onCancel={close} title={t('office.members.add')} okText={t('office.members.add')} cancelText={t('ui.cancel')} onOk={() => form.submit()} confirmLoading={add.isPending} destroyOnHidden>
      <Form<Fields> form={form} layout="vertical" requiredMark={false} initialValues={{ role: 'agent', capacity: 5, password: makeFirstPassword() }} onFinish={(fields) => add.mutate(fields)}>
        <Form.Item name="name" label={t('office.members.name')} rules={[{ required: true, whitespace: true, message: t('office.members.nameMissing') }]}><Input maxLength={80} autoComplete="off" placeholder={t('office.members.nameHint')} /></Form.Item>
        <Form.Item name="email" label={t('office.members.email')} rules={[{ required: true, type: 'email', message: t('office.members.emailMissing') }]}><Input maxLength={200} autoComplete="off" inputMode="email" placeholder="name@example.com" /></Form.Item>
        <Form.Item label={t('office.members.password')} extra={t('office.members.passwordHint')} htmlFor="password">
          <Space.Compact block>
            <Form.Item name="password" noStyle rules={[{ required: true, min: 10, max: 128, message: t('office.members.passwordShort') }]}><Input id="password" autoComplete="new-password" spellCheck={false} className="office-code" /></Form.Item>
            <Button icon={<ReloadOutlined aria-hidden />} onClick={() => form.setFieldValue('password', makeFirstPassword())}>{t('office.members.anotherPassword')}</Button>
          </Space.Compact>
        </Form.Item>
        <Form.Item noStyle shouldUpdate>{() => <Form.Item label={t('office.members.role')}><RoleChoice value={form.getFieldValue('role') as Role ?? 'agent'} onChange={(role) => form.setFieldValue('role', role)} provider={provider} /></Form.Item>}</Form.Item>
        <Form.Item name="role" hidden><Input /></Form.Item>
        <Form.Item name="capacity" label={t('office.members.capacity')} extra={t('office.members.capacityHint')}><InputNumber min={0} max={200} precision={0} /></Form.Item>
      </Form>
    </Modal>
  );
};
