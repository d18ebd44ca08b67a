// The statement of participation: made in the browser, on paper at the end.
//
// Its check code is the first 50 bits, as 10 digits, of the SHA-256 of these lines in UTF-8, joined
// by a line feed: `keyward-statement 1`, then `key: value` for site, course, version, language,
// name, each module with its objectives below it, score, date, minutes and follow-up. A value is in
// NFC, each run of white space one space, none at its ends; one that is missing is empty.
(function (keyward) {
  "use strict";
  const store = keyward.store;
  const course = keyward.course;
  const { say, element } = course;

  const plain = (value) => String(value === null || value === undefined ? "" : value).normalize("NFC").replace(/\s+/g, " ").trim();
  course.canonical = (fields) => ["keyward-statement 1", ...fields.map(([key, value]) => `${key}: ${plain(value)}`)].join("\n");
  course.checkCode = (fields) => {
    const bits = course.sha256(course.canonical(fields)).slice(0, 13).replace(/./g, (digit) => parseInt(digit, 16).toString(2).padStart(4, "0"));
    return course.base32(bits.slice(0, 50)).replace(/(.{5})/, "$1-");
  };

  // The same day six months on, or the last of that month.
  course.later = (day) => {
    const [year, month, date] = day.split("-").map(Number);
    const lastOf = new Date(year, month + 6, 0).getDate();
    return course.day(new Date(year, month + 5, Math.min(date, lastOf), 12));
  };

  // An appointment as a file; lines end with CRLF and break before 75 octets.
  course.appointment = (day, title, uid, now) => {
    const safe = (text) => plain(text).replace(/[\\;,]/g, "\\$&");
    const compact = (text) => text.replace(/-/g, "");
    const [year, month, date] = day.split("-").map(Number);
    const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Keyward//Course//EN", "BEGIN:VEVENT", `UID:${uid}`,
      `DTSTAMP:${now.toISOString().replace(/[-:]|\.\d+/g, "")}`, `DTSTART;VALUE=DATE:${compact(day)}`,
      `DTEND;VALUE=DATE:${compact(course.day(new Date(year, month - 1, date + 1, 12)))}`, `SUMMARY:${safe(title)}`,
      "TRANSP:TRANSPARENT", "END:VEVENT", "END:VCALENDAR"];
    return lines.map(fold).join("\r\n") + "\r\n";
  };
  function fold(line) {
    let [folded, length] = ["", 0];
    for (const sign of line) {
      const octets = new TextEncoder().encode(sign).length;
      if (length + octets > 74) [folded, length] = [folded + "\r\n ", 1];
      folded += sign;
      length += octets;
    }
    return folded;
  }

  keyward.enhance("statement", (box) => {
    const { data } = course;
    if (!data) return;
    const at = (name) => box.querySelector(`[data-at="${name}"]`);
    const tell = (name, ...words) => at(name).replaceChildren(...words);
    const usual = document.title;
    const name = at("name");
    let day = "";

    const times = () => course.items.map((one) => (store.get(one.kind, one.id) || {}).t || 0);
    function fields() {
      const result = course.last ? store.get("quiz", course.last.id) : null;
      const score = result ? course.score(result) : null;
      const follow = course.later(day);
      tell("score", score === null ? "–" : say("percent", { percent: score }));
      tell("date", course.date(day));
      tell("follow", course.date(follow));
      const modules = course.modules.flatMap((module) => [["module", module.title], ...(module.objectives || []).map((text) => ["objective", text])]);
      return [["site", store.site], ["course", data.title], ["version", data.cv], ["language", document.documentElement.lang], ["name", name.value], ...modules, ["score", score], ["date", day], ["minutes", data.minutes], ["follow-up", follow]];
    }

    function missing() {
      const open = course.items.filter((one) => !course.isDone(one));
      tell("open", ...open.map((one) => element("li", {}, element("a", { href: one.href }, one.title))));
    }

    function show() {
      const isComplete = course.isComplete();
      at("missing").hidden = isComplete;
      at("sheet").hidden = at("tools").hidden = !isComplete;
      if (!isComplete) return missing();
      const test = course.last && store.get("quiz", course.last.id);
      day = course.day((test && test.t) || Math.max(...times()));
      tell("shown-name", plain(name.value));
      tell("code", course.checkCode(fields()));
      document.title = plain(name.value) ? course.fileName([document.querySelector("[data-title]").textContent, data.title, plain(name.value), day].join(", ")) : usual;
      return undefined;
    }

    tell("course", data.title);
    tell("version", data.cv || "");
    tell("time", course.minutes(data.minutes));
    tell("modules", ...course.modules.map((module) => element("li", {}, element("b", {}, module.title), element("ul", {}, ...(module.objectives || []).map((text) => element("li", {}, text))))));
    const kept = store.get("note", "statement-name");
    if (kept && typeof kept.text === "string") {
      name.value = kept.text;
      at("keep").checked = true;
    }
    const keep = () => {
      if (at("keep").checked) store.put("note", "statement-name", { text: name.value });
      else store.remove("note", "statement-name");
    };
    name.addEventListener("input", show);
    name.addEventListener("change", () => at("keep").checked && keep());
    at("keep").addEventListener("change", keep);
    at("print").addEventListener("click", () => window.print());
    at("ics").addEventListener("click", () => {
      const follow = course.later(day);
      const uid = `${store.hash(store.site + day)}-${follow}@${store.site}`;
      course.download(`${data.title} ${follow}.ics`, course.appointment(follow, say("follow-up", { course: data.title }), uid, new Date()), "text/calendar");
    });
    course.views.push(show);
    box.hidden = false;
  });
})(window.keyward);
