// The colours, type and measures of the house, for antd and for our own CSS. Not for any one place's rules.
import { theme as antdTheme, type ThemeConfig } from 'antd';

/** Light or dark, as drawn now. */
export type Shade = 'light' | 'dark';

/**
 * Every colour the console may use, by name; each becomes `--name` in CSS.
 * `brandDeep`, `goodInk`, `watchInk`, `badInk`, `infoInk` are the same hues dark (or light) enough to be text, or to stand under white text, at 4.5:1.
 */
export const colours = {
  light: {
    brand: '#E8590C', brandDeep: '#C2470A', onBrand: '#FFFFFF', brandWash: '#FFF3EA',
    ink: '#1D1B19', softInk: '#6B665F', faint: '#A8A29A',
    ground: '#FAF8F5', sheet: '#FFFFFF', line: '#ECE7E0', hover: '#F5F1EB', selected: '#FFF3EA',
    consumerBubble: '#F3EFE9', ownBubble: '#FFE8D6', robotBubble: '#EAF3F1', note: '#FFF6D6', noteLine: '#EBD88F',
    good: '#2F9E6E', watch: '#D9930D', bad: '#D1373F', info: '#2F6FDB', robot: '#3C8577',
    goodInk: '#1E7A52', watchInk: '#8A5A00', badInk: '#BE2A33', infoInk: '#2560C4', robotInk: '#2B6B5F',
    goodWash: '#E6F5EE', watchWash: '#FDF3DD', badWash: '#FDECEC', infoWash: '#EAF1FD',
    shadow: '0 8px 28px rgb(60 45 30 / 14%), 0 1px 3px rgb(60 45 30 / 8%)',
  },
  dark: {
    brand: '#FF8A3D', brandDeep: '#FF8A3D', onBrand: '#241305', brandWash: '#36261A',
    ink: '#F2EFEB', softInk: '#B5AFA7', faint: '#7A746C',
    ground: '#171513', sheet: '#201D1A', line: '#35302B', hover: '#2A2622', selected: '#36281D',
    consumerBubble: '#2B2723', ownBubble: '#4A2C17', robotBubble: '#1E3330', note: '#3A3317', noteLine: '#5E5223',
    good: '#4CC38A', watch: '#F0B429', bad: '#FF6B70', info: '#6EA2FF', robot: '#6FB8A9',
    goodInk: '#4CC38A', watchInk: '#F0B429', badInk: '#FF8085', infoInk: '#8AB4FF', robotInk: '#8CCBBE',
    goodWash: '#1B3227', watchWash: '#3A2E14', badWash: '#3F2022', infoWash: '#1F2C44',
    shadow: '0 10px 32px rgb(0 0 0 / 50%), 0 1px 3px rgb(0 0 0 / 40%)',
  },
} as const satisfies Record<Shade, Record<string, string>>;

/** A colour's name. */
export type Colour = keyof (typeof colours)['light'];

const fontFamily = 'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif';

/** The `--name: value` pairs of a shade, to be set on the root element. */
export const cssVariables = (shade: Shade): Record<string, string> =>
  Object.fromEntries(Object.entries(colours[shade]).map(([name, value]) => [`--${name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`, value]));

/** What antd draws with. */
export const antdThemeOf = (shade: Shade): ThemeConfig => {
  const c = colours[shade];
  return {
    algorithm: shade === 'dark' ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm,
    token: {
      colorPrimary: c.brandDeep, colorSuccess: c.good, colorWarning: c.watch, colorError: c.bad, colorInfo: c.info, colorLink: c.infoInk,
      colorText: c.ink, colorTextSecondary: c.softInk, colorTextTertiary: c.softInk, colorTextDescription: c.softInk, colorTextPlaceholder: shade === 'dark' ? '#A8A198' : '#6F6962',
      colorBgLayout: c.ground, colorBgContainer: c.sheet, colorBgElevated: c.sheet, colorBorder: c.line, colorBorderSecondary: c.line, colorSplit: c.line,
      colorTextLightSolid: c.onBrand, boxShadow: c.shadow, boxShadowSecondary: c.shadow,
      borderRadius: 8, borderRadiusLG: 12, fontSize: 14, fontFamily, controlHeight: 32, wireframe: false, motionDurationFast: '0.08s', motionDurationMid: '0.12s', motionDurationSlow: '0.16s',
    },
    components: {
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: 500 },
      Tooltip: { colorBgSpotlight: shade === 'dark' ? '#3A342E' : '#2B2723', colorTextLightSolid: '#F2EFEB' },
      Modal: { titleFontSize: 16 },
      Menu: { itemSelectedColor: c.brandDeep, itemSelectedBg: c.selected, itemActiveBg: c.selected },
      Segmented: { itemSelectedBg: c.sheet, trackBg: c.hover },
      // Their outline is all that shows them: it needs more contrast than a rule.
      Checkbox: { colorBorder: c.faint }, Radio: { colorBorder: c.faint },
      Table: { headerBg: c.ground, headerColor: c.softInk, headerSplitColor: 'transparent', rowHoverBg: c.hover, rowSelectedBg: c.selected, rowSelectedHoverBg: c.selected },
    },
  };
};
