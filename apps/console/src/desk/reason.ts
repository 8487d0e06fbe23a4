// Why something may not be done, in words: the codes of a view's `can` fields. 
import { refusalKinds, type RefusalCode } from '@qindesk/protocol/errors';
import { useLanguage } from '../ui/text.tsx';

/** Says a `can` field: nothing when it is allowed, else the reason. */
export const useReason = (): ((can: true | string) => string | undefined) => {
  const { language } = useLanguage();
  return (can) => (can === true ? undefined : can in refusalKinds ? refusalKinds[can as RefusalCode][language] : can);
};
