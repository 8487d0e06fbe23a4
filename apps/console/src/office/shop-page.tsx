// A shop's settings: names and words, hours, robot, service. One draft, one save.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input, InputNumber, Select, Skeleton, Slider, Switch } from 'antd';
import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { peopleRoutes, type ShopSettings, type ShopView } from '@qindesk/protocol';
import { http } from '../live/http.ts';
import { LeaveGuard } from '../ui/leave-guard.tsx';
import { Blank, Failed, useRefusalText } from '../ui/states.tsx';
import { DialCurve } from './dial-curve.tsx';
import { HoursEditor } from './hours-editor.tsx';
import { PageHead } from './page-head.tsx';
import type { OfficeScope } from './scope.ts';
import { changeOf, findShopTrouble, shopDraftOf, type ShopChange, type ShopDraft } from './shop-draft.ts';
import { useOfficeText } from './text.ts';

interface Form { draft: ShopDraft; readOnly: boolean; set: (change: Partial<ShopDraft>) => void; setSettings: (change: Partial<ShopSettings>) => void }

const Section = ({ title, text, children }: { title: string; text?: string; children: ReactNode }) => (
  <section className="office-sheet office-section" aria-label={title}><div><h2>{title}</h2>{text !== undefined && <p className="office-soft">{text}</p>}</div><div className="office-fields">{children}</div></section>
);

const Both = ({ label, value, onChange, readOnly, rows }: { label: string; value: { zh: string; en: string }; onChange: (value: { zh: string; en: string }) => void; readOnly: boolean; rows?: number }) => {
  const t = useOfficeText();
  return (
    <div className="office-field">
      <span>{label}</span>
      <div className="office-both">
        {(['zh', 'en'] as const).map((side) => {
          const common = { value: value[side], readOnly, maxLength: 500, 'aria-label': t(`office.shop.side.${side}`, { label }), placeholder: t(`office.shop.sideName.${side}`) };
          return rows === undefined ? <Input key={side} {...common} onChange={(event) => onChange({ ...value, [side]: event.target.value })} />
            : <Input.TextArea key={side} {...common} autoSize={{ minRows: rows }} onChange={(event) => onChange({ ...value, [side]: event.target.value })} />;
        })}
      </div>
    </div>
  );
};

type NumberSetting = { [Key in keyof ShopSettings]: ShopSettings[Key] extends number ? Key : never }[keyof ShopSettings];

const NumberField = ({ form, name, min, max, unit }: { form: Form; name: Exclude<NumberSetting, 'precisionTarget' | 'roundGatherMs'>; min: number; max: number; unit: string }) => {
  const t = useOfficeText();
  const id = useId();
  return (
    <div className="office-field number">
      <label htmlFor={id}>{t(`office.shop.${name}`)}</label>
      <InputNumber id={id} min={min} max={max} precision={0} readOnly={form.readOnly} value={form.draft.settings[name]} suffix={unit} onChange={(value) => { if (value !== null) form.setSettings({ [name]: value }); }} />
      <p className="office-soft">{t(`office.shop.${name}.hint`)}</p>
    </div>
  );
};

const RobotSection = ({ form, shopId }: { form: Form; shopId: ShopView['id'] }) => {
  const t = useOfficeText();
  const { settings } = form.draft;
  const share = Math.round(settings.precisionTarget * 1000) / 10;
  return (
    <Section title={t('office.shop.robot')} text={t('office.shop.robotText')}>
      <label className="office-inline"><Switch checked={settings.robotOn} disabled={form.readOnly} onChange={(robotOn) => form.setSettings({ robotOn })} aria-label={t('office.shop.robotOn')} /> {t(settings.robotOn ? 'office.shop.robotIsOn' : 'office.shop.robotIsOff')}</label>
      <div className="office-field">
        <span>{t('office.shop.precision')} <b className="figure">{t('office.shop.atLeast', { share })}</b></span>
        <Slider min={80} max={99} step={0.5} disabled={form.readOnly} value={Math.min(99, Math.max(80, share))} onChange={(value) => form.setSettings({ precisionTarget: value / 100 })} marks={{ 80: t('office.shop.precisionLow'), 90: '90%', 95: '95%', 99: t('office.shop.precisionHigh') }} tooltip={{ formatter: (value) => `${value}%` }} ariaLabelForHandle={t('office.shop.precision')} />
        <DialCurve shopId={shopId} precision={settings.precisionTarget} />
        <p className="office-soft">{t(share >= 97 ? 'office.shop.precisionStrict' : share >= 92 ? 'office.shop.precisionBalanced' : 'office.shop.precisionBold')}</p>
      </div>
      <div className="office-choices"><NumberField form={form} name="handoverAfterUnansweredRounds" min={1} max={10} unit={t('office.unit.rounds')} /><NumberField form={form} name="handoverWindowMinutes" min={1} max={120} unit={t('office.unit.minutes')} /></div>
    </Section>
  );
};

const ServiceSection = ({ form }: { form: Form }) => {
  const t = useOfficeText();
  const id = useId();
  return (
    <Section title={t('office.shop.service')} text={t('office.shop.serviceText')}>
      <div className="office-choices">
        <NumberField form={form} name="alarmWaitS" min={1} max={86_400} unit={t('office.unit.seconds')} />
        <NumberField form={form} name="alarmSilentS" min={1} max={86_400} unit={t('office.unit.seconds')} />
        <NumberField form={form} name="agentSilentLimitS" min={20} max={86_400} unit={t('office.unit.seconds')} />
        <NumberField form={form} name="disconnectLimitS" min={5} max={3600} unit={t('office.unit.seconds')} />
      </div>
      <div className="office-field">
        <label htmlFor={id}>{t('office.shop.closeReasons')}</label>
        <Select id={id} mode="tags" className="office-wide" disabled={form.readOnly} value={form.draft.settings.closeReasons} open={false} suffixIcon={null} maxCount={20} tokenSeparators={[',', '，', '\n']} placeholder={t('office.shop.closeReasonsHint')} aria-label={t('office.shop.closeReasons')} onChange={(reasons: string[]) => form.setSettings({ closeReasons: reasons.map((each) => each.trim().slice(0, 40)).filter(Boolean) })} />
        <p className="office-soft">{t('office.shop.closeReasonsText')}</p>
      </div>
    </Section>
  );
};

/** Empty keeps for ever; the sentence says what will be gone, and when. */
const RetentionSection = ({ form }: { form: Form }) => {
  const t = useOfficeText();
  const id = useId();
  const days = form.draft.settings.retentionDays;
  return (
    <Section title={t('office.shop.retention')} text={t('office.shop.retentionText')}>
      <div className="office-field number">
        <label htmlFor={id}>{t('office.shop.retentionDays')}</label>
        <InputNumber id={id} min={30} max={3650} precision={0} readOnly={form.readOnly} value={days} placeholder={t('office.shop.retentionForEver')} suffix={t('office.unit.days')} onChange={(value) => form.setSettings({ retentionDays: value })} />
      </div>
      <p className="office-soft" role="status">{days === null ? t('office.shop.retentionKeeps') : t('office.shop.retentionErases', { days })}</p>
    </Section>
  );
};

const Sections = ({ form, shopId }: { form: Form; shopId: ShopView['id'] }) => {
  const t = useOfficeText();
  const { draft, readOnly, set, setSettings } = form;
  return (
    <>
      <Section title={t('office.shop.words')} text={t('office.shop.wordsText')}>
        <Both label={t('office.shop.name')} value={draft.name} onChange={(name) => set({ name })} readOnly={readOnly} />
        <Both label={t('office.shop.robotName')} value={draft.robotName} onChange={(robotName) => set({ robotName })} readOnly={readOnly} />
        <Both label={t('office.shop.welcome')} value={draft.welcome} onChange={(welcome) => set({ welcome })} readOnly={readOnly} rows={2} />
      </Section>
      <Section title={t('office.shop.hours')} text={t('office.shop.hoursText', { zone: draft.settings.timeZone })}>
        <HoursEditor rows={draft.settings.hours} onChange={(hours) => setSettings({ hours })} readOnly={readOnly} />
        <Both label={t('office.shop.promise')} value={draft.settings.leftMessagePromise} onChange={(leftMessagePromise) => setSettings({ leftMessagePromise })} readOnly={readOnly} rows={2} />
      </Section>
      <RobotSection form={form} shopId={shopId} />
      <ServiceSection form={form} />
      <RetentionSection form={form} />
    </>
  );
};

const ShopForm = ({ stored, readOnly }: { stored: ShopView; readOnly: boolean }) => {
  const t = useOfficeText();
  const say = useRefusalText();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [draft, setDraft] = useState<ShopDraft>(() => shopDraftOf(stored));
  const change = changeOf(draft, stored);
  const changed = useRef(false);
  useEffect(() => { changed.current = change !== undefined; }, [change]);
  const save = useMutation({ mutationFn: (body: ShopChange) => http.call(peopleRoutes.changeShop, { params: { id: stored.id }, body }) });
  const store = async (): Promise<boolean> => {
    const trouble = findShopTrouble(draft)[0];
    if (trouble !== undefined) { void message.warning(t(`office.shop.trouble.${trouble}`)); return false; }
    if (change === undefined) return true;
    try {
      const next = await save.mutateAsync(change);
      changed.current = false;
      queries.setQueryData(['shop', stored.id], next);
      setDraft(shopDraftOf(next));
      void queries.invalidateQueries({ queryKey: ['me'] });
      void message.success(t('office.shop.saved'));
      return true;
    } catch (error) {
      void message.error(say(error));
      return false;
    }
  };
  const form: Form = { draft, readOnly, set: (part) => setDraft((before) => ({ ...before, ...part })), setSettings: (part) => setDraft((before) => ({ ...before, settings: { ...before.settings, ...part } })) };
  return (
    <>
      <Sections form={form} shopId={stored.id} />
      {change !== undefined && (
        <div className="office-savebar" role="region" aria-label={t('office.shop.unsaved')}><span>{t('office.shop.unsaved')}</span><Button onClick={() => setDraft(shopDraftOf(stored))}>{t('office.shop.revert')}</Button><Button type="primary" loading={save.isPending} onClick={() => void store()}>{t('ui.save')}</Button></div>
      )}
      <LeaveGuard changed={changed} title={t('office.tab.shop')} params={['tab', 'shop']} onSave={store} />
    </>
  );
};

/** The page. */
export const ShopPage = ({ scope }: { scope: OfficeScope }) => {
  const t = useOfficeText();
  const id = scope.shop?.id;
  const { data, error, isPending, refetch } = useQuery({ queryKey: ['shop', id], enabled: id !== undefined, queryFn: ({ signal }) => http.call(peopleRoutes.readShop, { params: { id: id as ShopView['id'] }, signal }) });
  if (id === undefined) return <Blank title={t('office.noShop')} />;
  return (
    <section className="office-page" aria-label={t('office.tab.shop')}>
      <PageHead title={t('office.tab.shop')} text={t('office.shop.text')} scope={scope} />
      {isPending ? <Skeleton active paragraph={{ rows: 10 }} /> : error !== null && data === undefined ? <Failed error={error} onRetry={() => void refetch()} /> : <ShopForm key={data.id} stored={data} readOnly={!scope.may('shop.write')} />}
    </section>
  );
};
