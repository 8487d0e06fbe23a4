// Hides personal data from those to whom it was not granted. Pure. Not for deciding who that is (identity/grants).

/** `138****0001`; shorter numbers keep less. */
export const maskPhone = (phone: string): string => {
  const digits = phone.replace(/\D/g, '').length;
  if (phone === '') return '';
  if (digits >= 8) return `${phone.slice(0, 3)}****${phone.slice(-4)}`;
  return `****${digits >= 5 ? phone.slice(-2) : ''}`;
};

/** First character, which in Chinese is the family name, then stars. */
export const maskName = (name: string): string => {
  const [first = '', ...rest] = [...name];
  return first === '' ? '' : first + '*'.repeat(Math.min(Math.max(rest.length, 1), 2));
};

/**
 * Province and city stay; nothing finer does. A Chinese address begins with the widest part, one written with commas ends with it. An address in which no
 * city can be made out is hidden whole.
 */
export const maskAddress = (address: string): string => {
  if (address === '') return '';
  const chinese = /^\s*(?:[^\s,，]{1,12}?(?:省|自治区|特别行政区)\s*)?[^\s,，\d]{1,10}?(?:市|自治州|地区|盟)/.exec(address);
  if (chinese) return `${chinese[0].trim()}***`;
  const last = address.split(/[,，]/).at(-1)?.trim() ?? '';
  return address.includes(',') && last !== '' && !/\d/.test(last) ? `***, ${last}` : '***';
};
