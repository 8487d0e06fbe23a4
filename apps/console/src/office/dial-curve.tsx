// What a wish for precision costs: the share of questions that the robot would answer by itself, as a curve; and how right its answers were judged. Not for setting it (shop-page).
import { useQuery } from '@tanstack/react-query';
import { libraryRoutes, type ShopId } from '@qindesk/protocol';
import { http } from '../live/http.ts';
import { useOfficeText } from './text.ts';

/** The share that the robot would answer at a precision, between the dial's positions; undefined where nothing was measured. */
const shareAt = (positions: readonly { precision: number; share: number }[], wanted: number): number | undefined => {
  const above = positions.findIndex((position) => position.precision >= wanted);
  const high = positions[above];
  const low = positions[above - 1];
  if (!high || !low) return high?.share;
  return low.share + ((high.share - low.share) * (wanted - low.precision)) / (high.precision - low.precision);
};

/** What the wish for precision costs: the share answered at every position as a curve, the chosen one marked. */
export const DialCurve = ({ shopId, precision }: { shopId: ShopId; precision: number }) => {
  const t = useOfficeText();
  const { data } = useQuery({ queryKey: ['dial', shopId], queryFn: ({ signal }) => http.call(libraryRoutes.readDial, { params: { id: shopId }, signal }) });
  const positions = (data?.positions ?? []).filter((position) => position.precision >= 0.8);
  const share = shareAt(data?.positions ?? [], precision);
  if (data === undefined || share === undefined || positions.length === 0) return null;
  const { precision: { judged, right, days }, refinement: { learnt, enough } } = data;
  const x = (at: number): number => ((Math.min(0.99, Math.max(0.8, at)) - 0.8) / 0.19) * 300;
  const y = (at: number): number => 56 - at * 52;
  const line = positions.map((position) => `${x(position.precision)},${y(position.share)}`).join(' ');
  return (
    <figure className="office-dial">
      <svg viewBox="0 0 300 60" preserveAspectRatio="none" role="img" aria-label={t('office.shop.expected', { share: Math.round(share * 100) })}>
        <polygon points={`${x(positions[0]?.precision ?? 0.8)},56 ${line} 300,56`} /><polyline points={line} /><line x1={x(precision)} x2={x(precision)} y1={y(share)} y2="56" />
      </svg>
      <figcaption className="office-soft">
        {t('office.shop.expected', { share: Math.round(share * 100) })}
        {judged > 0 && <><br />{t('office.shop.judged', { share: Math.round((right / judged) * 100), right, judged, days })}</>}
        {learnt >= enough && <> {t('office.shop.learnt', { n: learnt })}</>}
      </figcaption>
    </figure>
  );
};
