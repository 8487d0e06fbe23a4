// The box of phrasings, one a line, with its count and what should be looked at: doubles, lines too long, lines that another question holds.
import { WarningOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import { useId, useMemo } from 'react';
import { checkPhrasings, phrasingLimit, type HeldElsewhere } from './check-phrasings.ts';
import { useStudioText } from './text.ts';

/** From this many on, the robot knows a question well. */
const enough = 8;

interface Props {
  side: 'positive' | 'negative';
  value: string;
  onChange: (value: string) => void;
  otherSide: readonly string[];
  elsewhere?: HeldElsewhere;
  readOnly: boolean;
}

/** One of the two boxes. */
export const PhrasingsField = ({ side, value, onChange, otherSide, elsewhere, readOnly }: Props) => {
  const t = useStudioText();
  const id = useId();
  const check = useMemo(() => checkPhrasings(value, otherSide, elsewhere), [value, otherSide, elsewhere]);
  const few = side === 'positive' && check.phrasings.length > 0 && check.phrasings.length < enough;
  const flags: { key: string; text: string; bad?: boolean }[] = [
    ...(check.tooLong.length > 0 ? [{ key: 'long', text: t('studio.phrasings.tooLong', { n: check.tooLong.length, limit: phrasingLimit }), bad: true }] : []),
    ...(check.doubles.length > 0 ? [{ key: 'doubles', text: t('studio.phrasings.doubles', { n: check.doubles.length, list: check.doubles.slice(0, 3).join('、') }) }] : []),
    ...(check.onBothSides.length > 0 && side === 'negative' ? [{ key: 'both', bad: true, text: t('studio.phrasings.onBothSides', { list: check.onBothSides.slice(0, 3).join('、') }) }] : []),
    ...check.elsewhere.toSorted((a, b) => Number(b.exact) - Number(a.exact)).slice(0, 3).map((each) => ({ key: `else ${each.text}`, bad: each.exact, text: t(each.exact ? 'studio.phrasings.taken' : 'studio.phrasings.elsewhere', { text: each.text, title: each.title }) })),
    ...(check.elsewhere.length > 3 ? [{ key: 'more', text: t('studio.phrasings.elsewhereMore', { n: check.elsewhere.length - 3 }) }] : []),
  ];
  return (
    <div className="studio-field">
      <div className="label">
        <label htmlFor={id}>{t(`studio.phrasings.${side}`)}</label>
        <span className="count figure">{t('studio.phrasings.count', { n: check.phrasings.length })}{few ? ` · ${t('studio.phrasings.few', { n: enough })}` : ''}</span>
      </div>
      <Input.TextArea id={id} value={value} onChange={(event) => onChange(event.target.value)} readOnly={readOnly} autoSize={side === 'positive' ? { minRows: 6, maxRows: 16 } : { minRows: 2, maxRows: 8 }} placeholder={t(`studio.phrasings.${side}Hint`)} spellCheck={false} />
      {flags.length > 0 && <ul className="flags">{flags.map((flag) => <li key={flag.key} className={flag.bad ? 'bad' : ''}><WarningOutlined aria-hidden /> {flag.text}</li>)}</ul>}
    </div>
  );
};
