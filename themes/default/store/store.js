// What a learner's browser keeps: one key for each record, `keyward1:<book>:<profile>:<kind>:<id>`,
// and `keyward1:<book>:meta` with the profiles. Whatever is read was perhaps written by another
// version, another page or a stranger: it is checked, and nothing here throws.
(function () {
  "use strict";
  var keyward = (window.keyward = window.keyward || {});
  var root = document.documentElement;
  var site = root.getAttribute("data-book") || "";
  var prefix = "keyward1:" + site + ":";
  var version = 1;
  // steps[n] makes records of version n + 1 into those of version n + 2, without changing its input.
  var steps = [];
  var kinds = ["lesson", "q", "att", "quiz", "scene", "note", "list", "place", "old"];
  var days = 864e5;
  var listeners = [];
  var memory = Object.create(null);
  var mine = Object.create(null);
  var works = true;
  var closed = false;
  var channel = null;
  var store = (keyward.store = { site: site, version: version, kinds: kinds, saved: true, newer: false });

  function attempt(action, otherwise) {
    try {
      return action();
    } catch (error) {
      return otherwise;
    }
  }

  // ------------------------------------------------------------- keys and texts

  function area() {
    return window.localStorage;
  }

  function read(key) {
    if (key in memory) return memory[key];
    return attempt(function () {
      return area().getItem(key);
    }, null);
  }

  function write(key, text) {
    if (closed) return;
    var kept = !store.newer && attempt(function () {
      area().setItem(key, text);
      return true;
    }, false);
    works = works || kept;
    if (kept) delete memory[key];
    else memory[key] = text;
    settle();
    tell(key, text);
  }

  function erase(key) {
    delete memory[key];
    delete mine[key];
    if (!store.newer) attempt(function () { area().removeItem(key); });
    settle();
    tell(key, null);
  }

  // Whether all stands in the browser's storage; where not, pages say so.
  function settle() {
    var saved = works && !Object.keys(memory).length;
    if (saved === store.saved) return;
    store.saved = saved;
    fire("saved", null);
  }

  // Where nothing can be stored, tabs hand each other what they hold.
  function tell(key, text) {
    if (channel && (!store.saved || key === null)) attempt(function () { channel.postMessage({ key: key, text: text }); });
  }

  function keys(start) {
    var found = Object.create(null);
    attempt(function () {
      var kept = area();
      for (var i = 0; i < kept.length; i++) found[kept.key(i)] = true;
    });
    Object.keys(memory).forEach(function (key) { found[key] = true; });
    return Object.keys(found).filter(function (key) { return key.indexOf(start) === 0; });
  }

  // ------------------------------------------------------------- records

  // Plain data and nothing else: no depth without end, no key that means something to an object.
  function plain(value, depth) {
    if (value === null || typeof value === "boolean") return true;
    if (typeof value === "number") return isFinite(value);
    if (typeof value === "string") return value.length <= 20000;
    if (typeof value !== "object" || depth > 5) return false;
    return Object.keys(value).length <= 2000 && Object.keys(value).every(function (key) {
      return key.length <= 200 && ["__proto__", "constructor", "prototype"].indexOf(key) < 0 && plain(value[key], depth + 1);
    });
  }

  // What known fields hold: n number from 0, s text, b yes or no, o object, l list.
  var fields = {
    lesson: { read: "n", first: "n" },
    q: { h: "s", k: "l", ok: "n", n: "n" },
    att: { quiz: "s", ans: "o", start: "n", end: "n" },
    quiz: { ok: "n", of: "n", n: "n", pass: "b" },
    scene: {},
    note: {},
    list: { done: "o" },
    place: { entry: "s" },
    old: { kind: "s", id: "s", record: "o", gone: "n" },
  };

  function holds(type, value) {
    if (value === undefined || value === null) return true;
    if (type === "n") return typeof value === "number" && value >= 0 && value < 1e15;
    if (type === "s") return typeof value === "string";
    if (type === "b") return typeof value === "boolean";
    return typeof value === "object" && Array.isArray(value) === (type === "l");
  }

  function valid(kind, record) {
    if (!fields[kind] || !record || typeof record !== "object" || Array.isArray(record) || !plain(record, 0)) return false;
    if (kind === "q" && record.ok > 1000) return false;
    var known = Object.assign({ t: "n", rev: "n", lang: "s", cv: "s" }, fields[kind]);
    return Object.keys(known).every(function (name) { return holds(known[name], record[name]); });
  }

  function parse(kind, text) {
    return attempt(function () {
      if (typeof text !== "string" || text.length > 200000) return null;
      var record = JSON.parse(text);
      return valid(kind, record) ? record : null;
    }, null);
  }

  function isId(id) {
    return typeof id === "string" && id.length > 0 && id.length <= 300 && !/[\u0000-\u001f]/.test(id);
  }

  // ------------------------------------------------------------- two records of one thing

  function amount(record, name) {
    return record[name] || 0;
  }

  function share(record) {
    return record.of ? amount(record, "ok") / record.of : 0;
  }

  // What decides which of two records stands, the weightiest first; the last makes it the same
  // whichever of them comes first.
  function weights(kind, record) {
    var more = {
      q: [amount(record, "n")],
      quiz: [record.pass === true ? 1 : 0, share(record)],
      att: [record.end ? 1 : 0, Object.keys(record.ans || {}).length],
    }[kind] || [];
    return more.concat(amount(record, "t"), JSON.stringify(record));
  }

  function isBefore(kind, a, b) {
    var left = weights(kind, a);
    var right = weights(kind, b);
    for (var i = 0; i < left.length; i++) {
      if (left[i] !== right[i]) return left[i] < right[i];
    }
    return false;
  }

  function merge(kind, a, b) {
    var wins = isBefore(kind, a, b) ? b : a;
    var other = wins === a ? b : a;
    var merged = Object.assign({}, wins);
    merged.rev = Math.max(amount(a, "rev"), amount(b, "rev"));
    if (kind === "quiz" && (a.n || b.n)) merged.n = Math.max(amount(a, "n"), amount(b, "n"));
    if (kind === "lesson" && a.first && b.first) merged.first = Math.min(a.first, b.first);
    // Answers of an attempt are only ever added.
    if (kind === "att") merged.ans = Object.assign({}, other.ans, wins.ans);
    if (kind === "list") merged.done = latest(other.done || {}, wins.done || {});
    return merged;
  }

  // Of each step what was done last: its time, below zero where the tick was taken away.
  function latest(a, b) {
    var merged = Object.assign({}, a, b);
    Object.keys(a).forEach(function (key) {
      if (Math.abs(a[key]) > Math.abs(merged[key])) merged[key] = a[key];
    });
    return merged;
  }

  // ------------------------------------------------------------- who is learning

  function nickname(text) {
    return String(text || "").replace(/[\u0000-\u001f\u2028\u2029]/g, " ").trim().slice(0, 40);
  }

  function isProfile(profile) {
    return profile && /^p[0-9a-z]{1,20}$/.test(profile.p) && typeof (profile.nick || "") === "string";
  }

  // Profiles that have records but stand in no list: it was lost, or cannot be read.
  function found() {
    var seen = Object.create(null);
    keys(prefix + "p").forEach(function (key) {
      var match = /^(p[0-9a-z]{1,20}):/.exec(key.slice(prefix.length));
      if (match) seen[match[1]] = true;
    });
    return Object.keys(seen).sort().map(function (p) { return { p: p, nick: "", created: 0 }; });
  }

  function meta() {
    var kept = attempt(function () { return JSON.parse(read(prefix + "meta")); }, null);
    var isOurs = kept && typeof kept === "object" && kept.site === site && kept.v >= 1;
    if (isOurs && kept.v > version && !store.newer) {
      store.newer = true;
      fire("newer", null);
    }
    var profiles = (isOurs && Array.isArray(kept.profiles) ? kept.profiles.slice(0, 100) : found()).filter(isProfile);
    if (!profiles.length) profiles = [{ p: "p1", nick: "", created: 0 }];
    profiles = profiles.map(function (profile) {
      return { p: profile.p, nick: nickname(profile.nick), lang: String(profile.lang || root.lang).slice(0, 20), created: Number(profile.created) || 0 };
    });
    var active = isOurs && profiles.some(function (profile) { return profile.p === kept.active; }) ? kept.active : profiles[0].p;
    return { v: isOurs ? kept.v : version, site: site, profiles: profiles, active: active };
  }

  function setMeta(change) {
    var now = meta();
    change(now);
    now.v = store.newer ? now.v : version;
    write(prefix + "meta", JSON.stringify(now));
    active = now.active;
  }

  var active = meta().active;

  function keyOf(kind, id) {
    return prefix + active + ":" + kind + ":" + id;
  }

  // ------------------------------------------------------------- what the scripts of pages use

  // The record that stands, with what this tab wrote where another tab did not see that yet.
  function seen(kind, key) {
    var there = parse(kind, read(key));
    var own = mine[key];
    if (!there || !own) return there;
    // Who wrote later and had seen this tab's record has put theirs in its place.
    if (amount(there, "rev") > amount(own, "rev") && amount(there, "t") - amount(own, "t") > 2000) {
      delete mine[key];
      return there;
    }
    return merge(kind, there, own);
  }

  store.get = function (kind, id) {
    return seen(kind, keyOf(kind, id));
  };

  // A record that came from `get` replaces what it came from. If another tab wrote meanwhile, or
  // the record is a new one, the two are merged.
  store.put = function (kind, id, record) {
    var key = keyOf(kind, id);
    var before = store.get(kind, id);
    var next = Object.assign({ lang: root.lang, cv: cv() }, record, { t: Date.now() });
    if (!record || !isId(id) || !valid(kind, next)) return before || record;
    var isNewer = !before || record.rev === before.rev;
    next = isNewer ? next : merge(kind, before, next);
    next.rev = (before ? amount(before, "rev") : 0) + 1;
    if (!closed && read(prefix + "meta") === null) setMeta(function (now) { now.profiles[0].created = Date.now(); });
    keep(kind, key, next);
    return next;
  };

  function keep(kind, key, record) {
    mine[key] = record;
    write(key, JSON.stringify(record));
    settleKey(kind, key);
  }

  // Two tabs that write at once may not see each other's text yet: whoever holds the lock last
  // sees both, and what this tab wrote is merged in again.
  function settleKey(kind, key) {
    if (!navigator.locks || !store.saved || closed) return;
    attempt(function () {
      navigator.locks.request(key, function () { reconcile(kind, key); }).catch(function () {});
    });
  }

  function reconcile(kind, key) {
    var there = parse(kind, read(key));
    var standing = closed ? null : seen(kind, key);
    if (standing && !same(standing, there)) keep(kind, key, again(standing));
  }

  function again(record) {
    return Object.assign({}, record, { rev: amount(record, "rev") + 1 });
  }

  // Whether two records say the same, however often each was written.
  function same(a, b) {
    return JSON.stringify(Object.assign({}, a, { rev: 0 })) === JSON.stringify(Object.assign({}, b, { rev: 0 }));
  }

  // A note and the ticks of a list are gone at once. Other records stay aside for a while, for the learner's file.
  store.remove = function (kind, id) {
    var record = store.get(kind, id);
    if (record && ["note", "list", "old", "place"].indexOf(kind) < 0) {
      store.put("old", kind + "/" + id, { kind: kind, id: id, record: record, gone: Date.now() });
    }
    erase(keyOf(kind, id));
  };

  store.list = function (kind) {
    var start = keyOf(kind, "");
    var records = Object.create(null);
    keys(start).forEach(function (key) {
      var record = parse(kind, read(key));
      if (record) records[key.slice(start.length)] = record;
    });
    return records;
  };

  store.on = function (listener) {
    listeners.push(listener);
  };

  function fire(kind, id) {
    listeners.slice().forEach(function (listener) {
      attempt(function () { listener(kind, id); });
    });
  }

  // ------------------------------------------------------------- profiles, files, clearing

  store.profiles = function () {
    return meta().profiles;
  };

  store.active = function () {
    var now = meta();
    return now.profiles.filter(function (profile) { return profile.p === active; })[0] || now.profiles[0];
  };

  store.use = function (p) {
    setMeta(function (now) { now.active = p; });
    fire(null, null);
  };

  store.addProfile = function (nick) {
    var p = "p" + (Date.now() + Math.random()).toString(36).replace(".", "").slice(0, 14);
    setMeta(function (now) {
      now.profiles.push({ p: p, nick: nickname(nick), lang: root.lang, created: Date.now() });
      now.active = p;
    });
    fire(null, null);
  };

  store.rename = function (nick) {
    setMeta(function (now) {
      now.profiles.forEach(function (profile) {
        if (profile.p === active) profile.nick = nickname(nick);
      });
    });
  };

  store.removeProfile = function (p) {
    keys(prefix + p + ":").forEach(erase);
    setMeta(function (now) {
      now.profiles = now.profiles.filter(function (profile) { return profile.p !== p; });
      if (!now.profiles.length) now.profiles = [{ p: "p1", nick: "", lang: root.lang, created: Date.now() }];
      if (now.active === p) now.active = now.profiles[0].p;
    });
    fire(null, null);
  };

  // All records of the active profile: {kind: {id: record}}.
  store.dump = function () {
    var all = Object.create(null);
    kinds.forEach(function (kind) { all[kind] = store.list(kind); });
    return all;
  };

  // What taking over `all` would change; with `doIt` it is taken over.
  store.merge = function (all, doIt) {
    var counts = { fresh: 0, newer: 0, older: 0, unknown: 0 };
    Object.keys(all).forEach(function (kind) {
      Object.keys(all[kind] || {}).forEach(function (id) {
        var record = all[kind][id];
        if (!isId(id) || !valid(kind, record)) {
          counts.unknown += 1;
          return;
        }
        var here = store.get(kind, id);
        var merged = here ? merge(kind, here, record) : record;
        var isSame = here && same(merged, here);
        counts[!here ? "fresh" : isSame ? "older" : "newer"] += 1;
        if (doIt && !isSame) keep(kind, keyOf(kind, id), again(merged));
      });
    });
    if (doIt) setMeta(function () {});
    if (doIt) fire(null, null);
    return counts;
  };

  // Records of an older version, brought to this one step by step.
  store.migrate = function (all, from, own) {
    return (own || steps).slice(Math.max(from, 1) - 1).reduce(function (now, step) { return step(now); }, all);
  };

  // Everything of this site goes, settings too; nothing is written after it.
  store.clear = function () {
    if (keyward.settings) attempt(keyward.settings.clear);
    closed = true;
    memory = Object.create(null);
    mine = Object.create(null);
    ["localStorage", "sessionStorage"].forEach(function (name) {
      attempt(function () {
        Object.keys(window[name]).forEach(function (key) {
          if (key.indexOf(prefix) === 0) window[name].removeItem(key);
        });
      });
    });
    tell(null, null);
  };

  // Bytes that the site's keys take.
  store.size = function () {
    return keys(prefix).reduce(function (sum, key) { return sum + key.length + (read(key) || "").length; }, 0);
  };

  // ------------------------------------------------------------- one tab at a time

  store.lock = function (name, taken, refused) {
    var free = function () {};
    var over = false;
    var key = prefix + "lock:" + active + ":" + name;
    function locked(how) {
      navigator.locks.request(key, how, function (lock) {
        if (over) return null;
        if (!lock) return refused(function () { locked({ steal: true }); });
        taken();
        return new Promise(function (resolve) { free = resolve; });
      }).catch(function () {
        if (!over) refused(function () { locked({ steal: true }); });
      });
    }
    if (navigator.locks) {
      locked({ ifAvailable: true });
      return function () {
        over = true;
        free();
      };
    }
    return beat(key, taken, refused);
  };

  // Without Web Locks: a record that its holder renews. One who died holds it for a minute at most.
  function beat(key, taken, refused) {
    var id = String(Math.random());
    var timer = 0;
    function holder() {
      var kept = attempt(function () { return JSON.parse(read(key)); }, null);
      return kept && Math.abs(Date.now() - kept.t) < 75000 ? kept.id : null;
    }
    function stop(isFreed) {
      clearInterval(timer);
      timer = 0;
      if (isFreed && holder() === id) erase(key);
    }
    function lose() {
      stop(false);
      refused(take);
    }
    function renew() {
      write(key, JSON.stringify({ id: id, t: Date.now() }));
    }
    function take() {
      renew();
      clearInterval(timer);
      timer = setInterval(function () {
        if (holder() !== id) lose();
        else renew();
      }, 2000);
      taken();
    }
    window.addEventListener("pagehide", function () {
      if (!timer) return;
      stop(true);
      window.addEventListener("pageshow", holder() ? lose : take, { once: true });
    });
    if (holder()) setTimeout(lose, 0);
    else setTimeout(take, 0);
    return function () { stop(true); };
  }

  // ------------------------------------------------------------- words and small sums

  var words = null;
  // The words of a key in the first of some groups that has it.
  store.say = function (groups, key, values) {
    if (!words) {
      var element = document.getElementById("script-words");
      words = attempt(function () { return JSON.parse(element.getAttribute("data-words")); }, null) || {};
    }
    var form = values && typeof values.n === "number" ? "." + new Intl.PluralRules(root.lang || "en").select(values.n) : "";
    var names = groups.flatMap(function (group) {
      return [key + form, key + ".other", key].map(function (name) { return group + "." + name; });
    });
    var found = names.filter(function (name) { return words[name]; })[0];
    var text = found ? words[found] : "";
    return text.replace(/\{(\w+)\}/g, function (place, name) {
      return values && name in values ? values[name] : place;
    });
  };

  // FNV-1a over the text's UTF-16 units, as 8 hexadecimal digits.
  store.hash = function (text) {
    var sum = 0x811c9dc5;
    for (var i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
    return ("0000000" + (sum >>> 0).toString(16)).slice(-8);
  };

  function cv() {
    return (document.body && document.body.getAttribute("data-cv")) || "";
  }

  // ------------------------------------------------------------- other tabs

  function heard(key, text) {
    if (key === null || (key === prefix + "meta" && text === null)) {
      // Another tab cleared the computer: this one writes nothing more.
      closed = true;
      memory = Object.create(null);
      mine = Object.create(null);
      return fire("cleared", null);
    }
    if (key.indexOf(prefix) !== 0) return undefined;
    if (key === prefix + "meta") return meta().active === active && !store.newer ? undefined : fire("profile", null);
    var match = /^(p[0-9a-z]+):([a-z]+):(.+)$/.exec(key.slice(prefix.length));
    if (!match || match[1] !== active) return undefined;
    if (text === null) delete mine[key];
    else if (mine[key] && navigator.locks) settleKey(match[2], key);
    else reconcile(match[2], key);
    return fire(match[2], match[3]);
  }

  function handed(key, text) {
    var match = /:(p[0-9a-z]+):([a-z]+):.+$/.exec(key) || [];
    var record = parse(match[2], text);
    var own = parse(match[2], memory[key]);
    if (text === null) delete memory[key];
    else if (record) memory[key] = JSON.stringify(own ? merge(match[2], record, own) : record);
    heard(key, text);
  }

  window.addEventListener("storage", function (event) {
    attempt(function () {
      if (event.storageArea === area()) heard(event.key, event.newValue);
    });
  });
  channel = attempt(function () { return new BroadcastChannel(prefix); }, null);
  if (channel) {
    channel.onmessage = function (event) {
      attempt(function () {
        if (event.data.key === null) heard(null, null);
        else if (!store.saved && event.data.key.indexOf(prefix) === 0) handed(event.data.key, event.data.text);
      });
    };
  }

  // ------------------------------------------------------------- at the start

  function upgrade() {
    var own = meta();
    if (own.v >= version) return;
    var last = active;
    own.profiles.forEach(function (profile) {
      active = profile.p;
      var now = store.migrate(store.dump(), own.v);
      kinds.forEach(function (kind) { keys(keyOf(kind, "")).forEach(erase); });
      store.merge(now, true);
    });
    active = last;
    setMeta(function (now) { now.active = last; });
  }

  works = store.saved = attempt(function () {
    area().setItem(prefix + "test", "1");
    area().removeItem(prefix + "test");
    return true;
  }, false);
  upgrade();
  Object.keys(store.list("old")).forEach(function (id) {
    if (Date.now() - store.get("old", id).gone > 400 * days) erase(keyOf("old", id));
  });
})();
