// The answers of a question, in the order they are sent: texts, pictures, videos, product cards. Not for how they look to the consumer (answer-preview.tsx).
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, FileTextOutlined, PictureOutlined, ShoppingOutlined } from '@ant-design/icons';
import { App, Button, Input, Progress, Select, Upload } from 'antd';
import { useState } from 'react';
import type { AnswerBody, ProductId, ShopId } from '@qindesk/protocol';
import { http } from '../live/http.ts';
import { useRefusalText } from '../ui/states.tsx';
import { useBilingual } from '../ui/text.tsx';
import { useProducts } from './products.ts';
import { newKey, type AnswerDraft } from './question-draft.ts';
import { useStudioText } from './text.ts';

const accepted = 'image/png,image/jpeg,image/gif,image/webp,video/mp4';
const mostBytes = 8 * 1024 * 1024;
const mostAnswers = 10;

const ProductChoice = ({ shopId, value, onChange, readOnly }: { shopId: ShopId; value: string; onChange: (id: ProductId) => void; readOnly: boolean }) => {
  const t = useStudioText();
  const pick = useBilingual();
  const products = useProducts(shopId);
  return (
    <Select className="studio-wide" disabled={readOnly} value={value === '' ? undefined : value} onChange={(id) => onChange(id as ProductId)} placeholder={t('studio.answers.pickProduct')} aria-label={t('studio.answers.pickProduct')}
      showSearch={{ optionFilterProp: 'name' }} notFoundContent={t('studio.answers.noProducts')}
      options={products.map((product) => ({
        value: product.id as string, name: `${product.title.zh} ${product.title.en} ${product.externalId}`,
        label: <span className="studio-product">{product.picture && <img src={product.picture} alt="" />}<span className="one-line">{pick(product.title)}</span><span className="studio-soft">{product.externalId}</span></span>,
      }))} />
  );
};

const AnswerInput = ({ shopId, body, number, onChange, readOnly }: { shopId: ShopId; body: AnswerBody; number: number; onChange: (body: AnswerBody) => void; readOnly: boolean }) => {
  const t = useStudioText();
  switch (body.type) {
    case 'text': return <Input.TextArea value={body.text} readOnly={readOnly} autoSize={{ minRows: 2, maxRows: 12 }} maxLength={4000} onChange={(event) => onChange({ ...body, text: event.target.value })} placeholder={t('studio.answers.textHint')} aria-label={t('studio.answers.textLabel', { n: number })} />;
    case 'image':
    case 'video':
      return (
        <div className="studio-media">
          {body.type === 'image' ? <img src={body.url} alt="" /> : <video src={body.url} muted preload="metadata" />}
          <Input value={body.alt} readOnly={readOnly} maxLength={200} onChange={(event) => onChange({ ...body, alt: event.target.value })} placeholder={t('studio.answers.altHint')} aria-label={t('studio.answers.altLabel', { n: number })} />
        </div>
      );
    case 'product': return <ProductChoice shopId={shopId} value={body.productId} readOnly={readOnly} onChange={(productId) => onChange({ type: 'product', productId })} />;
  }
};

const UploadButton = ({ onStored, disabled }: { onStored: (body: AnswerBody) => void; disabled: boolean }) => {
  const t = useStudioText();
  const say = useRefusalText();
  const { message } = App.useApp();
  const [share, setShare] = useState<number | null>(null);
  const store = async (file: File): Promise<void> => {
    if (file.size > mostBytes) return void message.error(t('studio.answers.tooBig'));
    setShare(0);
    try {
      const { url } = await http.upload(file, file.type, { onProgress: setShare });
      onStored({ type: file.type.startsWith('video/') ? 'video' : 'image', url, alt: '' });
    } catch (error) {
      void message.error(say(error));
    } finally {
      setShare(null);
    }
  };
  return (
    <Upload accept={accepted} showUploadList={false} disabled={disabled || share !== null} beforeUpload={(file) => { void store(file); return false; }}>
      <Button size="small" icon={share === null ? <PictureOutlined aria-hidden /> : <Progress type="circle" size={14} percent={share * 100} showInfo={false} />} disabled={disabled || share !== null}>{t('studio.answers.addMedia')}</Button>
    </Upload>
  );
};

interface Props { shopId: ShopId; answers: readonly AnswerDraft[]; onChange: (answers: AnswerDraft[]) => void; readOnly: boolean }

/** The list with its controls. */
export const AnswersField = ({ shopId, answers, onChange, readOnly }: Props) => {
  const t = useStudioText();
  const add = (body: AnswerBody): void => onChange([...answers, { key: newKey(), body }]);
  const move = (from: number, to: number): void => {
    const next = [...answers];
    const [taken] = next.splice(from, 1);
    if (taken) next.splice(to, 0, taken);
    onChange(next);
  };
  return (
    <div className="studio-field">
      <div className="label"><span>{t('studio.answers.title')}</span><span className="count">{t('studio.answers.hint')}</span></div>
      <ol className="studio-answers">
        {answers.map(({ key, body }, number) => (
          <li key={key} aria-label={t('studio.answers.one', { n: number + 1 })}>
            <AnswerInput shopId={shopId} body={body} number={number + 1} readOnly={readOnly} onChange={(next) => onChange(answers.map((each) => (each.key === key ? { key, body: next } : each)))} />
            {!readOnly && (
              <span className="moves">
                <Button type="text" size="small" icon={<ArrowUpOutlined aria-hidden />} disabled={number === 0} onClick={() => move(number, number - 1)} aria-label={t('studio.answers.up', { n: number + 1 })} />
                <Button type="text" size="small" icon={<ArrowDownOutlined aria-hidden />} disabled={number === answers.length - 1} onClick={() => move(number, number + 1)} aria-label={t('studio.answers.down', { n: number + 1 })} />
                <Button type="text" size="small" icon={<DeleteOutlined aria-hidden />} onClick={() => onChange(answers.filter((each) => each.key !== key))} aria-label={t('studio.answers.remove', { n: number + 1 })} />
              </span>
            )}
          </li>
        ))}
      </ol>
      {!readOnly && (
        <div className="studio-adds">
          <Button size="small" icon={<FileTextOutlined aria-hidden />} disabled={answers.length >= mostAnswers} onClick={() => add({ type: 'text', text: '' })}>{t('studio.answers.addText')}</Button>
          <UploadButton disabled={answers.length >= mostAnswers} onStored={add} />
          <Button size="small" icon={<ShoppingOutlined aria-hidden />} disabled={answers.length >= mostAnswers} onClick={() => add({ type: 'product', productId: '' as ProductId })}>{t('studio.answers.addProduct')}</Button>
        </div>
      )}
    </div>
  );
};
