// SHA-256 and Crockford's base 32, as plain-http pages have no Web Crypto.
(function (course) {
  "use strict";
  const k = [];
  const start = [];
  const fraction = (value) => ((value - Math.floor(value)) * 0x100000000) | 0;
  for (let n = 2; k.length < 64; n++) {
    let isPrime = true;
    for (let d = 2; d * d <= n; d++) isPrime = isPrime && n % d !== 0;
    if (!isPrime) continue;
    if (start.length < 8) start.push(fraction(Math.sqrt(n)));
    k.push(fraction(Math.cbrt(n)));
  }
  const turn = (x, n) => (x >>> n) | (x << (32 - n));

  // The digest of a text's UTF-8, as 64 hexadecimal digits.
  course.sha256 = (text) => {
    const bytes = new TextEncoder().encode(text);
    const padded = new Uint8Array(((bytes.length + 72) >> 6) << 6);
    padded.set(bytes);
    padded[bytes.length] = 128;
    const view = new DataView(padded.buffer);
    view.setUint32(padded.length - 8, Math.floor(bytes.length / 0x20000000));
    view.setUint32(padded.length - 4, bytes.length << 3);
    const state = start.slice();
    const w = [];
    for (let at = 0; at < padded.length; at += 64) {
      let [a, b, c, d, e, f, g, h] = state;
      for (let i = 0; i < 64; i++) {
        if (i < 16) w[i] = view.getInt32(at + i * 4);
        else {
          const [x, y] = [w[i - 15], w[i - 2]];
          w[i] = (w[i - 16] + w[i - 7] + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10))) | 0;
        }
        const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + k[i] + w[i]) | 0;
        const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        [a, b, c, d, e, f, g, h] = [(one + two) | 0, a, b, c, (d + one) | 0, e, f, g];
      }
      [a, b, c, d, e, f, g, h].forEach((value, i) => { state[i] = (state[i] + value) | 0; });
    }
    return state.map((value) => (value >>> 0).toString(16).padStart(8, "0")).join("");
  };

  course.digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  // Bits, `0` and `1`, as digits of 5 bits each.
  course.base32 = (bits) => bits.match(/.{5}/g).map((five) => course.digits[parseInt(five, 2)]).join("");
})(window.keyward.course);
