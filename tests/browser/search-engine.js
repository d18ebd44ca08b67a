// Runs the theme's search scripts on a built site without a browser: for what needs many queries.
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';

/** The search of the site in `folder`: `keyward` of its pages, and `loaded`, the files that were read. */
export function searchOf(folder) {
  const assets = fs.readdirSync(path.join(folder, 'assets'));
  const script = assets.find((name) => /^search-[0-9a-f]+\.js$/.test(name));
  const loaded = [];
  const context = vm.createContext({
    console,
    document: { getElementById: () => null },
  });
  const run = (address) => {
    loaded.push(address);
    vm.runInContext(fs.readFileSync(path.join(folder, address), 'utf8'), context, { filename: address });
  };
  vm.runInContext('var window = globalThis; var keyward = {};', context);
  const keyward = vm.runInContext('keyward', context);
  keyward.folder = '';
  const started = {};
  keyward.enhance = () => {};
  keyward.load = (address) => (started[address] ??= new Promise((resolve) => resolve(run(address))));
  run(`assets/${script}`);
  return { keyward, loaded, search: (query, options) => keyward.engine.search(query, options) };
}
