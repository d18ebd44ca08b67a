// What only your house knows: who to call, and where to find it. Take the two strokes in front of a
// line away and write between the quotation marks, for example
//
//   "contact-point": "Security office, room 12, telephone 4711",
//   "legal-advice": { en: "Legal service, 4720", fr: "Service juridique, 4720" },
//
// Save the file here, at the top of the site's folder; no building is needed. If something in it
// is wrong, blanks stay lines to write on. A new build of the site keeps your file.
window.keyward.local({
  // {names}
});
