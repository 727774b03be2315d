// 勘误页的筛选：没有脚本时全部列出。选项从卡片自己的属性里数出来。
(() => {
  const list = document.getElementById("errata");
  if (!list || !list.children.length) return;
  const cards = [...list.children];
  const ways = { note: "资料", severity: "轻重", category: "种类", evidence: "证据" };
  const form = document.createElement("form");
  form.className = "errata-filter";
  form.setAttribute("role", "search");
  form.setAttribute("aria-label", "筛选勘误");
  form.addEventListener("submit", (event) => event.preventDefault());

  const field = (label, control) => {
    const wrapper = document.createElement("label");
    control.setAttribute("aria-label", label); // 否则选项的字也算进名字里
    wrapper.append(label, control);
    form.append(wrapper);
    control.addEventListener("input", show);
    return control;
  };
  const words = field("文字", document.createElement("input"));
  words.type = "search";
  words.placeholder = "如 dW、转置、keepdims";
  const selects = Object.entries(ways).map(([key, label]) => {
    const select = document.createElement("select");
    select.name = key;
    select.add(new Option("全部", ""));
    const found = new Map();
    for (const card of cards) found.set(card.dataset[key], (found.get(card.dataset[key]) ?? 0) + 1);
    const rank = "高中低";
    const order = (a, b) => (key === "severity" ? rank.indexOf(a) - rank.indexOf(b) : key === "note" ? a - b : found.get(b) - found.get(a));
    for (const value of [...found.keys()].sort(order)) select.add(new Option(`${value}（${found.get(value)}）`, value));
    return field(label, select);
  });
  const status = document.createElement("output");
  form.append(status);
  list.before(form);

  const said = new Map(cards.map((card) => [card, card.textContent.toLowerCase()]));
  function show() {
    const parts = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const card of cards) {
      const fits = selects.every((select) => !select.value || card.dataset[select.name] === select.value);
      card.hidden = !(fits && parts.every((part) => said.get(card).includes(part)));
      shown += !card.hidden;
    }
    status.textContent = `显示 ${shown} / ${cards.length} 条`;
  }
  show();

  // 从别处链接过来的那一条：打开它的证据
  const open = () => {
    const card = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    card?.querySelector?.(":scope > details")?.setAttribute("open", "");
  };
  window.addEventListener("hashchange", open);
  open();
})();
