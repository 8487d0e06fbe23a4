// Contracts: what was granted to whom, by whom, since when; proposing as a merchant, accepting or declining as a provider, ending as either.
import { AuditOutlined, PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Skeleton, Timeline } from 'antd';
import { useState } from 'react';
import { contractRoutes, type ContractView, type MeView } from '@qindesk/protocol';
import { http } from '../live/http.ts';
import { exactTime } from '../ui/format.ts';
import { Blank, Failed, useRefusalText } from '../ui/states.tsx';
import { useBilingual, useLanguage } from '../ui/text.tsx';
import { When } from '../ui/time-label.tsx';
import { CopyBox } from './copy-box.tsx';
import { ProposeContract } from './propose-contract.tsx';
import { PageHead } from './page-head.tsx';
import type { OfficeScope } from './scope.ts';
import { useOfficeText, type OfficeSay } from './text.ts';

type Standing = 'proposed' | 'active' | 'upcoming' | 'expired' | 'ended';

/** How a contract stands now: an accepted one may not have begun, or may be over without anybody having ended it. */
export const standingOf = (contract: ContractView, now: number): Standing =>
  contract.state !== 'accepted' ? contract.state : contract.active ? 'active' : Date.parse(contract.startsAt) > now ? 'upcoming' : 'expired';

/** Names where one may know them: a provider learns a merchant's shops only through a contract in force. */
const useNames = (me: MeView, t: OfficeSay) => {
  const pick = useBilingual();
  const shops = new Map(me.grants.flatMap((grant) => grant.shops.map((shop) => [shop.id as string, pick(shop.name)] as const)));
  const groups = new Map(me.grants.flatMap((grant) => grant.groups.map((group) => [group.id as string, group.name] as const)));
  const list = (ids: readonly string[], names: ReadonlyMap<string, string>, unknown: 'office.contracts.shopCount' | 'office.contracts.groupCount'): string => {
    const known = ids.flatMap((id) => names.get(id) ?? []);
    return known.length < ids.length ? t(unknown, { n: ids.length }) : known.join(t('office.separator'));
  };
  return {
    shopsOf: (contract: ContractView) => list(contract.shopIds, shops, 'office.contracts.shopCount'),
    groupsOf: (contract: ContractView) => (contract.groupIds.length === 0 ? t('office.contracts.allGroups') : list(contract.groupIds, groups, 'office.contracts.groupCount')),
  };
};

const useContractMove = () => {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const say = useRefusalText();
  const t = useOfficeText();
  return useMutation({
    mutationFn: ({ contract, move }: { contract: ContractView; move: 'accept' | 'end' }) => http.call(contractRoutes[move], { params: { id: contract.id } }),
    onSuccess: (_, { contract, move }) => {
      void message.success(t(move === 'accept' ? 'office.contracts.accepted' : contract.state === 'proposed' ? 'office.contracts.declined' : 'office.contracts.endedNow'));
      void queries.invalidateQueries({ queryKey: ['contracts'] });
      void queries.invalidateQueries({ queryKey: ['me'] });
    },
    onError: (error) => void message.error(say(error)),
  });
};

const Acts = ({ contract, asProvider, other }: { contract: ContractView; asProvider: boolean; other: string }) => {
  const t = useOfficeText();
  const { modal } = App.useApp();
  const move = useContractMove();
  const proposed = contract.state === 'proposed';
  const end = (): void => void modal.confirm({
    title: t(!proposed ? 'office.contracts.endSure' : asProvider ? 'office.contracts.declineSure' : 'office.contracts.withdrawSure', { other }),
    content: proposed ? undefined : t(asProvider ? 'office.contracts.endTextProvider' : 'office.contracts.endText', { other }),
    okText: t(!proposed ? 'office.contracts.endNow' : asProvider ? 'office.contracts.decline' : 'office.contracts.withdraw'), okButtonProps: { danger: true }, cancelText: t('ui.cancel'),
    onOk: () => move.mutateAsync({ contract, move: 'end' }).catch(() => undefined),
  });
  if (contract.state === 'ended') return null;
  return (
    <span className="office-acts">
      {contract.can.end === true && <Button danger={!proposed} onClick={end}>{t(!proposed ? 'office.contracts.end' : asProvider ? 'office.contracts.decline' : 'office.contracts.withdraw')}</Button>}
      {contract.can.accept === true && <Button type="primary" loading={move.isPending} onClick={() => move.mutate({ contract, move: 'accept' })}>{t('office.contracts.accept')}</Button>}
    </span>
  );
};

const ContractCard = ({ contract, me }: { contract: ContractView; me: MeView }) => {
  const t = useOfficeText();
  const { language } = useLanguage();
  const names = useNames(me, t);
  const [open, setOpen] = useState(false);
  const asProvider = contract.providerId === me.organisation.id;
  const other = asProvider ? contract.merchantName : contract.providerName;
  const standing = standingOf(contract, Date.now());
  const day = (at: string): string => new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { year: 'numeric', month: 'short', day: 'numeric' }).format(Date.parse(at));
  const fields = [contract.fields.phone ? t('office.contracts.phone') : '', contract.fields.address ? t('office.contracts.address') : ''].filter(Boolean);
  const facts = [
    { key: 'time', word: t('office.contracts.time'), text: `${day(contract.startsAt)} – ${contract.endsAt ? day(contract.endsAt) : t('office.contracts.openEnd')}`, hint: `${exactTime(Date.parse(contract.startsAt), language)} – ${contract.endsAt ? exactTime(Date.parse(contract.endsAt), language) : '…'}` },
    { key: 'shops', word: t('office.contracts.shops'), text: names.shopsOf(contract) },
    { key: 'groups', word: t('office.contracts.groups'), text: names.groupsOf(contract) },
    { key: 'fields', word: t('office.contracts.fields'), text: fields.length > 0 ? t('office.contracts.fieldsShown', { list: fields.join(t('office.separator')) }) : t('office.contracts.fieldsMasked') },
  ];
  return (
    <li className="office-sheet office-contract" aria-label={other}>
      <div className="top">
        <h3 className="one-line">{other}</h3><span className={`office-tag ${standing}`}>{t(`office.contracts.standing.${standing}`)}</span>
        <Acts contract={contract} asProvider={asProvider} other={other} />
      </div>
      {contract.state === 'proposed' && <p className="office-soft">{t(asProvider ? 'office.contracts.waitsForYou' : 'office.contracts.waitsForThem', { other })}</p>}
      <dl>{facts.map((fact) => <div key={fact.key}><dt>{fact.word}</dt><dd title={fact.hint}>{fact.text}</dd></div>)}</dl>
      <button type="button" className="plain link" aria-expanded={open} onClick={() => setOpen(!open)}>{t(open ? 'office.contracts.hideHistory' : 'office.contracts.history', { n: contract.history.length })}</button>
      {open && <Timeline className="history" items={contract.history.map((each, number) => ({ key: `${number} ${each.at}`, color: each.what === 'ended' ? 'red' : each.what === 'accepted' ? 'green' : 'gray', content: <>{t(`office.contracts.what.${each.what}`, { by: each.by })} <span className="office-soft"><When at={each.at} /></span></> }))} />}
    </li>
  );
};

/** The page, for either side. */
export const ContractsPage = ({ scope }: { scope: OfficeScope }) => {
  const t = useOfficeText();
  const [proposing, setProposing] = useState(false);
  const { data, error, isPending, refetch } = useQuery({ queryKey: ['contracts'], queryFn: ({ signal }) => http.call(contractRoutes.list, { signal }) });
  const asMerchant = scope.me.organisation.kind === 'merchant';
  const items = data?.items ?? [];
  const [live, over] = [items.filter((each) => each.state !== 'ended'), items.filter((each) => each.state === 'ended')];
  const [shown, setShown] = useState(false);
  return (
    <section className="office-page" aria-label={t('office.tab.contracts')}>
      <PageHead title={t('office.tab.contracts')} text={t(asMerchant ? 'office.contracts.textMerchant' : 'office.contracts.textProvider')}>
        {asMerchant && scope.mayOwn && <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setProposing(true)}>{t('office.contracts.propose')}</Button>}
      </PageHead>
      {!asMerchant && <CopyBox label={t('office.contracts.ownCode')} text={scope.me.organisation.code} />}
      {isPending ? <Skeleton active paragraph={{ rows: 6 }} /> : error !== null && data === undefined ? <Failed error={error} onRetry={() => void refetch()} />
        : items.length === 0 ? <Blank art={<AuditOutlined />} title={t('office.contracts.empty')} text={t(asMerchant ? 'office.contracts.emptyMerchant' : 'office.contracts.emptyProvider')} />
          : (
            <>
              {live.length === 0 && <p className="office-soft">{t('office.contracts.noneLive')}</p>}
              <ul className="office-contracts">{live.map((contract) => <ContractCard key={contract.id} contract={contract} me={scope.me} />)}</ul>
              {over.length > 0 && <button type="button" className="plain link office-over" aria-expanded={shown} onClick={() => setShown(!shown)}>{t(shown ? 'office.contracts.hideOver' : 'office.contracts.over', { n: over.length })}</button>}
              {shown && <ul className="office-contracts">{over.map((contract) => <ContractCard key={contract.id} contract={contract} me={scope.me} />)}</ul>}
            </>
          )}
      {proposing && <ProposeContract scope={scope} onClose={() => setProposing(false)} />}
    </section>
  );
};
