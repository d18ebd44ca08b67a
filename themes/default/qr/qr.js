// A QR picture of up to 38 capitals, digits and hyphens: version 2, level M, mask 0.
(function (course) {
  "use strict";
  const size = 25;
  const signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  const exp = [1];
  for (let i = 1; i < 256; i++) exp[i] = exp[i - 1] * 2 < 256 ? exp[i - 1] * 2 : (exp[i - 1] * 2) ^ 285;
  const times = (a, b) => (a && b ? exp[(exp.indexOf(a) + exp.indexOf(b)) % 255] : 0);
  const binary = (value, length) => value.toString(2).padStart(length, "0");

  function words(text) {
    let bits = "0010" + binary(text.length, 9);
    for (let i = 0; i < text.length; i += 2) {
      const pair = [...text.slice(i, i + 2)].map((sign) => signs.indexOf(sign));
      bits += pair.length > 1 ? binary(pair[0] * 45 + pair[1], 11) : binary(pair[0], 6);
    }
    bits = (bits + "0000").slice(0, 224);
    bits = bits.padEnd(Math.ceil(bits.length / 8) * 8, "0");
    const bytes = bits.match(/.{8}/g).map((byte) => parseInt(byte, 2));
    for (let i = 0; bytes.length < 28; i++) bytes.push(i % 2 ? 17 : 236);
    return bytes;
  }

  // 16 Reed-Solomon words: the rest of a division by the product of (x - 2^i).
  function checks(bytes) {
    let by = [1];
    for (let i = 0; i < 16; i++) by = by.concat(0).map((value, at) => value ^ (at ? times(by[at - 1], exp[i]) : 0));
    const rest = bytes.concat(Array(16).fill(0));
    for (let i = 0; i < bytes.length; i++) {
      const first = rest[i];
      by.forEach((value, at) => { rest[i + at] ^= times(value, first); });
    }
    return rest.slice(bytes.length);
  }

  function fixed(grid) {
    const set = (x, y, value) => { if (x >= 0 && y >= 0 && x < size && y < size) grid[y][x] = value; };
    const square = (cx, cy, reach, dark) => {
      for (let y = -reach; y <= reach; y++) {
        for (let x = -reach; x <= reach; x++) set(cx + x, cy + y, dark(Math.max(Math.abs(x), Math.abs(y))) ? 1 : 0);
      }
    };
    for (let i = 8; i < size - 8; i++) {
      set(i, 6, 1 - (i % 2));
      set(6, i, 1 - (i % 2));
    }
    for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) square(x, y, 4, (ring) => ring !== 2 && ring !== 4);
    square(18, 18, 2, (ring) => ring !== 1);
    const format = "101010000010010";
    for (let i = 0; i < 15; i++) {
      const bit = Number(format[i]);
      set(i < 6 ? i : i < 8 ? i + 1 : 8, i < 8 ? 8 : i === 8 ? 7 : 14 - i, bit);
      set(i < 7 ? 8 : size - 15 + i, i < 7 ? size - 1 - i : 8, bit);
    }
    set(8, size - 8, 1);
  }

  // The picture's rows of 0 and 1.
  course.qr = (text) => {
    const grid = Array.from({ length: size }, () => Array(size).fill(-1));
    fixed(grid);
    const bytes = words(text);
    const bits = bytes.concat(checks(bytes)).map((byte) => binary(byte, 8)).join("");
    let at = 0;
    for (let right = size - 1, up = true; right > 0; right -= 2, up = !up) {
      if (right === 6) right = 5;
      for (let i = 0; i < size; i++) {
        const y = up ? size - 1 - i : i;
        for (const x of [right, right - 1]) {
          if (grid[y][x] >= 0) continue;
          grid[y][x] = Number(bits[at] || 0) ^ ((x + y) % 2 === 0 ? 1 : 0);
          at += 1;
        }
      }
    }
    return grid;
  };

  course.picture = (text, label) => {
    const make = (name, attributes) => {
      const made = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
      return made;
    };
    const dark = course.qr(text).flatMap((row, y) => row.map((value, x) => (value ? `M${x + 4} ${y + 4}h1v1h-1z` : "")));
    const svg = make("svg", { class: "qr", viewBox: "0 0 33 33", role: "img", "aria-label": label });
    svg.append(make("path", { d: dark.join("") }));
    return svg;
  };
})(window.keyward.course);
