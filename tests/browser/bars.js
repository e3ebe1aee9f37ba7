// The accessibility bars as measurements inside a page; bars.py calls them. Each returns what is wrong, in words.
(() => {
  const parse = (text) => {
    const parts = text.match(/[\d.]+/g).map(Number);
    return { r: parts[0], g: parts[1], b: parts[2], a: parts.length > 3 ? parts[3] : 1 };
  };
  const mix = (top, under, key) => top[key] * top.a + under[key] * (1 - top.a);
  const over = (top, under) => ({ r: mix(top, under, "r"), g: mix(top, under, "g"), b: mix(top, under, "b"), a: 1 });
  const linear = (value) => (value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const light = ({ r, g, b }) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const ratio = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  /** The colour behind a node: every background on the way down, laid over white. */
  const behind = (node) => {
    const chain = [];
    for (let n = node; n; n = n.parentElement) chain.unshift(n);
    return chain.reduce((colour, n) => over(parse(getComputedStyle(n).backgroundColor), colour), { r: 255, g: 255, b: 255, a: 1 });
  };
  const seen = (n) => n.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && !n.closest(".govuk-visually-hidden, .sendsim-skip");
  const tell = (n) => `<${n.tagName.toLowerCase()} class="${n.className}"> ${n.textContent.trim().slice(0, 50)}`;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const texts = function* (root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) yield node;
  };

  window.sendsimBars = {
    contrast() {
      const bad = [];
      for (const text of texts(document.body)) {
        const n = text.parentElement;
        if (!text.data.trim() || !seen(n) || n.closest("script, style, noscript")) continue;
        const style = getComputedStyle(n);
        const size = parseFloat(style.fontSize);
        const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
        const back = behind(n);
        const value = ratio(over(parse(style.color), back), back);
        if (value < (large ? 3 : 4.5)) bad.push(`${value.toFixed(2)} ${tell(n)}`);
      }
      for (const n of all(".sendsim-player :is(input[type=text], select, .govuk-button)").filter(seen)) {
        const style = getComputedStyle(n);
        const back = behind(n.parentElement);
        const edges = [style.borderTopColor, style.backgroundColor].map((colour) => ratio(over(parse(colour), back), back));
        if (Math.max(...edges) < 3) bad.push(`edge ${Math.max(...edges).toFixed(2)} ${tell(n)}`);
      }
      return bad;
    },

    targets() {
      const bad = [];
      for (const n of all("button, a[href], input, select, summary").filter(seen)) {
        const { width, height } = n.getBoundingClientRect();
        const least = n.matches(".govuk-button, select, input[type=text], input[type=file]") ? 44 : 24;
        if (height < least - 0.5 || width < 23.5) bad.push(`${width.toFixed(0)} by ${height.toFixed(0)} ${tell(n)}`);
      }
      const low = all(".sendsim-choice").filter((n) => seen(n) && n.getBoundingClientRect().height < 43.5);
      return [...bad, ...low.map((n) => "answer " + tell(n))];
    },

    labels() {
      return all("[aria-label]").filter((n) => n.matches("button, a, summary"))
        .filter((n) => !n.getAttribute("aria-label").includes(n.innerText.trim())).map(tell);
    },

    /** Where focus is after a press of Tab: its ring, whether it comes later in the source, whether it can be seen. */
    stop(first) {
      const n = document.activeElement;
      if (!n || n === document.body) return { end: true };
      const box = n.getBoundingClientRect();
      const style = getComputedStyle(n);
      const last = window.lastStop;
      const later = first || !last || Boolean(last.compareDocumentPosition(n) & Node.DOCUMENT_POSITION_FOLLOWING);
      const top = document.elementFromPoint(box.left + Math.min(8, box.width / 2), box.top + Math.min(8, box.height / 2));
      const again = n.dataset.stopped === "1";
      window.lastStop = n;
      n.dataset.stopped = "1";
      return {
        what: tell(n), again, later, ring: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
        contrast: ratio(over(parse(style.outlineColor), behind(n.parentElement)), behind(n.parentElement)),
        covered: !n.matches(".sendsim-skip") && Boolean(top) && !n.contains(top) && !top.contains(n),
        inside: box.bottom > 0 && box.top < window.innerHeight,
      };
    },

    language() {
      const bad = /^(en|cy)/.test(document.documentElement.lang) ? [] : ["the page has no language"];
      if (!document.querySelector(".sendsim-player").lang) bad.push("the player has no language");
      const stories = all(".sendsim-story, .sendsim-question, .sendsim-choices .sendsim-choice-label").filter(seen);
      return [...bad, ...stories.filter((n) => n.closest("[lang]").lang !== "en-GB" && !n.closest(".sendsim-player-top")).map(tell)];
    },

    /** Texts of the interface that do not stand in marks, in the made-up language of the tests. */
    unmarked() {
      const player = document.querySelector(".sendsim-player");
      const whole = "p, li, dt, dd, button, label, summary, h2, h3, h4, th, td, caption, option, legend";
      return [...texts(player)].filter((text) => /\p{L}/u.test(text.data) && text.parentElement.closest("[lang]") === player)
        .filter((text) => !/[\u27e6\u27e7]/.test((text.parentElement.closest(whole) || text.parentElement).textContent))
        .map((text) => tell(text.parentElement));
    },

    cut() {
      const width = document.documentElement.clientWidth;
      const wide = document.documentElement.scrollWidth > width
        ? all("body *").filter((n) => n.getBoundingClientRect().right > width + 1).slice(0, 5) : [];
      const short = all("main :is(button, label, p, h1, h2, h3, h4, li, a, summary)").filter((n) => {
        const style = getComputedStyle(n);
        if (!seen(n) || style.overflow === "visible" || style.clipPath !== "none") return false;
        return n.scrollWidth > n.clientWidth + 1 || n.scrollHeight > n.clientHeight + 1;
      });
      return [...wide, ...short].map(tell);
    },

    moving() {
      return all("main, main *").filter((n) => {
        const style = getComputedStyle(n);
        const turns = style.animationName !== "none" && style.animationDuration !== "0s";
        return turns || style.transitionDuration.split(",").some((time) => parseFloat(time) > 0);
      }).slice(0, 5).map(tell);
    },
  };
})();
