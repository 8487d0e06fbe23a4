// The style sheet and the script of the demonstration pages. Phone first; a shop's colour comes from its accent.css.

/** The shop's colour, darkened where it carries white text until the contrast is at least 4.5:1. */
export const accentSheet = (accent: string): string => {
  const channels = [1, 3, 5].map((at) => Number.parseInt(accent.slice(at, at + 2), 16));
  const luminance = (rgb: readonly number[]): number => {
    const [r = 0, g = 0, b = 0] = rgb.map((value) => { const share = value / 255; return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let strong = channels;
  while (1.05 / (luminance(strong) + 0.05) < 4.5) strong = strong.map((value) => value * 0.97);
  return `:root{--accent:${accent};--strong:rgb(${strong.map(Math.round).join(' ')})}`;
};

export const pageScript = `// Buttons that open the chat, about an order where they name one.
document.addEventListener('click', (event) => {
  const button = event.target instanceof Element ? event.target.closest('[data-chat]') : null;
  if (!button || !window.Qindesk) return;
  if (button.dataset.order) window.Qindesk.focus({ order: button.dataset.order });
  window.Qindesk.open();
});
`;

export const styleSheet = `
:root{--accent:#E8590C;--strong:#C9480A;--ink:#1D1B19;--soft:#6B665F;--ground:#FAF8F5;--sheet:#fff;--line:#ECE7E0}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;color-scheme:light}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.6 -apple-system,"Segoe UI",Roboto,"PingFang SC","Noto Sans SC","Noto Sans CJK SC","Microsoft YaHei",system-ui,sans-serif}
a{color:inherit;text-decoration:none}
img{display:block;max-width:100%;height:auto}
ul,ol{list-style:none;margin:0;padding:0}
h1{font-size:22px;line-height:1.35;margin:0 0 12px}
h2{font-size:16px;margin:0 0 12px}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:6px}
button,summary{font:inherit;cursor:pointer}
.bar{position:sticky;top:0;z-index:2;display:flex;flex-wrap:wrap;align-items:center;gap:8px 16px;padding:10px 16px;background:var(--sheet);border-bottom:1px solid var(--line)}
.brand{display:flex;align-items:center;gap:10px;min-width:0;flex:1 1 auto}
.brand img{border-radius:10px}
.brand b{display:block;line-height:1.3}
.brand small{display:none;color:var(--soft);font-size:12px}
.bar nav{order:3;width:100%;display:flex;gap:20px;font-size:14px}
.bar nav a{padding:4px 0;color:var(--soft);border-bottom:2px solid transparent}
.bar nav a[aria-current]{color:var(--ink);border-color:var(--accent)}
.right{display:flex;align-items:center;gap:10px}
.language{font-size:13px;color:var(--soft);padding:6px 4px}
.who{position:relative}
.who summary{display:flex;align-items:center;gap:8px;list-style:none;padding:4px 8px 4px 4px;border:1px solid var(--line);border-radius:99px}
.who summary::-webkit-details-marker{display:none}
.who .name{font-size:13px;max-width:9em;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.face{display:grid;place-items:center;width:26px;height:26px;border-radius:50%;background:var(--strong);color:#fff;font-size:13px}
.menu{position:absolute;right:0;top:calc(100% + 8px);width:240px;padding:12px;background:var(--sheet);border:1px solid var(--line);border-radius:12px;box-shadow:0 8px 28px rgb(29 27 25/.14)}
.menu p{margin:0 0 6px;font-size:12px;color:var(--soft)}
.menu a{display:block;padding:8px 10px;border-radius:8px}
.menu a:hover{background:var(--ground)}
.menu a[aria-current]{background:var(--ground);font-weight:600}
.menu .hint{margin:8px 0 0}
main{max-width:1080px;margin:0 auto;padding:16px}
.hero{display:flex;align-items:center;justify-content:space-between;gap:16px;padding:24px 20px;margin-bottom:16px;border-radius:16px;color:#fff;background:linear-gradient(120deg,var(--strong),color-mix(in srgb,var(--strong) 78%,#000))}
.hero h1{margin-bottom:4px}
.hero p{margin:0 0 14px}
.hero img{width:96px;border-radius:24px;flex:none}
.hero button{border:0;border-radius:99px;padding:9px 20px;background:#fff;color:var(--strong);font-weight:600}
.chips{display:flex;gap:8px;overflow-x:auto;padding:2px 0 14px}
.chips a{flex:none;padding:6px 14px;border:1px solid var(--line);border-radius:99px;background:var(--sheet);font-size:13px}
.chips a[aria-current]{background:var(--strong);border-color:var(--strong);color:#fff}
.grid{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:12px}
.card{display:flex;flex-direction:column;height:100%;overflow:hidden;background:var(--sheet);border:1px solid var(--line);border-radius:12px;transition:box-shadow .16s}
.card:hover{box-shadow:0 6px 20px rgb(29 27 25/.1)}
.card img{width:100%;aspect-ratio:1;object-fit:cover;background:var(--ground)}
.card .title{padding:10px 12px 4px;font-size:14px;line-height:1.45;display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden}
.card .row{display:flex;align-items:baseline;justify-content:space-between;gap:8px;margin-top:auto;padding:0 12px 12px;white-space:nowrap}
.card small,.meta,.empty,.lead{color:var(--soft)}
.card small{font-size:12px}
.price{color:var(--strong);font-variant-numeric:tabular-nums;font-weight:700}
.price.big{font-size:26px;margin:0 0 8px}
.price small{font-size:13px;font-weight:400}
.product,section,.sheet{background:var(--sheet);border:1px solid var(--line);border-radius:12px;margin-bottom:16px}
.product{overflow:hidden}
section.hero{border:0}
section,.buy{padding:16px}
section p{margin:0}
.shot img{width:100%;aspect-ratio:1;object-fit:cover;background:var(--ground)}
.promise{display:flex;flex-wrap:wrap;gap:6px 16px;margin-bottom:14px;font-size:13px;color:var(--soft)}
.promise li::before{content:"✓ ";color:var(--strong)}
fieldset{border:0;margin:0 0 16px;padding:0}
legend{padding:0;margin-bottom:8px;font-size:13px;color:var(--soft)}
fieldset label{display:inline-block;margin:0 8px 8px 0}
fieldset input{position:absolute;opacity:0}
fieldset span{display:block;padding:6px 12px;border:1px solid var(--line);border-radius:8px;font-size:13px;cursor:pointer}
fieldset input:checked+span{border-color:var(--strong);color:var(--strong);font-weight:600}
fieldset input:focus-visible+span{outline:3px solid var(--accent)}
fieldset .out span{color:var(--soft);text-decoration:line-through;cursor:not-allowed;background:var(--ground)}
.order summary,.second{display:block;width:100%;padding:12px;border-radius:99px;text-align:center;font-weight:600;list-style:none}
.order summary{background:var(--strong);color:#fff}
.order summary::-webkit-details-marker{display:none}
.order p{margin:10px 0 0;font-size:13px;color:var(--soft)}
.second{margin-top:10px;border:1px solid var(--strong);background:none;color:var(--strong)}
.facts{margin:0;font-size:14px}
.facts div{display:flex;gap:12px;padding:7px 0;border-bottom:1px solid var(--line)}
.facts div:last-child{border:0}
.facts dt{flex:0 0 6em;color:var(--soft)}
.facts dd{margin:0}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px;font-variant-numeric:tabular-nums}
th,td{padding:8px 12px;border-bottom:1px solid var(--line);text-align:center;white-space:nowrap}
th{background:var(--ground);font-weight:600}
.orders .sheet{padding:14px 16px}
.orders header{display:flex;flex-wrap:wrap;justify-content:space-between;gap:8px;padding-bottom:10px;border-bottom:1px solid var(--line);font-size:14px}
.orders ul li{display:grid;grid-template-columns:56px 1fr auto auto;gap:12px;align-items:center;padding:10px 0}
.orders ul img{width:56px;border-radius:8px}
.meta{margin:4px 0;font-size:13px}
.state{color:var(--strong);font-weight:600}
.state.delivered,.state.refunded,.state.closed{color:var(--soft)}
.orders .second{width:auto;padding:7px 18px;font-size:14px}
.empty{padding:48px 0;text-align:center}
.plain{max-width:720px;padding-top:40px}
.plain .right{justify-content:flex-end;margin:0}
.doors .sheet{display:flex;gap:16px;align-items:center;padding:16px}
.doors img,.mark{flex:none;width:72px;height:72px;border-radius:18px}
.mark{display:grid;place-items:center;background:#C9480A;color:#fff;font-size:34px;font-weight:700}
.doors b{display:block;font-size:17px}
.doors small{display:block;color:var(--soft);font-size:14px}
.doors em{font-style:normal;font-size:14px;color:#C9480A}
footer{max-width:1080px;margin:0 auto;padding:8px 16px 96px;color:var(--soft);font-size:12px}
footer p{margin:4px 0}
footer a{text-decoration:underline}
@media (min-width:720px){
.brand small{display:block}
.bar nav{order:0;width:auto}
.grid{grid-template-columns:repeat(4,minmax(0,1fr));gap:16px}
.hero{padding:36px 40px}
.hero h1{font-size:30px}
.hero img{width:140px}
.product{display:grid;grid-template-columns:1fr 1fr}
.buy{padding:28px}
.facts{columns:2;column-gap:40px}
.facts div{break-inside:avoid}
}
@media (max-width:420px){.who .name{display:none}}
@media (prefers-reduced-motion:reduce){*{transition:none!important}}
`;
