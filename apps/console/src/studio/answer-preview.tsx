// An answer as the consumer sees it. Not for editing it.
import { Image } from 'antd';
import type { AnswerBody, ProductView, ShopId } from '@qindesk/protocol';
import { money } from '../ui/format.ts';
import { useBilingual, useLanguage } from '../ui/text.tsx';
import { useProducts } from './products.ts';
import { useStudioText } from './text.ts';

const ProductCard = ({ product }: { product: ProductView | undefined }) => {
  const t = useStudioText();
  const pick = useBilingual();
  const { language } = useLanguage();
  if (product === undefined) return <p className="words soft">{t('studio.answers.productMissing')}</p>;
  return (
    <p className="words card">
      {product.picture && <img src={product.picture} alt="" />}
      <span>{pick(product.title)}<br /><b className="figure">{money(product.priceMinor, product.currency, language)}</b></span>
    </p>
  );
};

const One = ({ body, products }: { body: AnswerBody; products: readonly ProductView[] }) => {
  const t = useStudioText();
  switch (body.type) {
    case 'text': return body.text.trim() === '' ? null : <p className="words">{body.text}</p>;
    case 'image': return <Image src={body.url} alt={body.alt || t('studio.answers.image')} width={160} />;
    case 'video': return <video src={body.url} controls preload="metadata" width={200} aria-label={body.alt || t('studio.answers.video')} />;
    case 'product': return <ProductCard product={products.find((each) => each.id === body.productId)} />;
  }
};

/** Bubbles in the robot's colour; follow-ups as links below. */
export const AnswerPreview = ({ shopId, bodies, links }: { shopId: ShopId; bodies: readonly AnswerBody[]; links?: readonly string[] }) => {
  const t = useStudioText();
  const products = useProducts(bodies.some((body) => body.type === 'product') ? shopId : undefined);
  if (bodies.every((body) => body.type === 'text' && body.text.trim() === '')) return <p className="studio-soft">{t('studio.answers.none')}</p>;
  return (
    <div className="studio-preview">
      {/* Order is what tells two equal bodies apart. */}
      {bodies.map((body, number) => <One key={number} body={body} products={products} />)}
      {links !== undefined && links.length > 0 && <ul className="links">{links.map((link) => <li key={link}>{link}</li>)}</ul>}
    </div>
  );
};
