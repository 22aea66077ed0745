// Looks at HTML files in real Chromium: accessibility (axe-core), width at 320 px, links, keyboard, print. Prints JSON.
// node browser.cjs CHROMIUM FILE...; playwright-core and axe-core are found through NODE_PATH.
const fs = require('fs');
const { pathToFileURL } = require('url');
const { chromium } = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function look(browser, file) {
  const context = await browser.newContext({ bypassCSP: true, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const seen = { dialogs: 0, requests: [], violations: [] };
  page.on('dialog', (dialog) => { seen.dialogs += 1; dialog.dismiss(); });
  page.on('request', (request) => { if (!request.url().startsWith('file:')) seen.requests.push(request.url()); });
  await page.goto(pathToFileURL(file).href);

  await page.keyboard.press('Tab');
  seen.first_stop = await page.evaluate(() => document.activeElement.textContent);
  seen.dead_links = await page.evaluate(() => [...document.querySelectorAll('a')]
    .map((a) => a.getAttribute('href')).filter((href) => !document.getElementById(href.slice(1))));
  const links = page.locator('.summary li a');
  if (await links.count()) {
    const hidden = page.locator('.summary > ul a').last();
    await hidden.focus();
    await page.keyboard.press('Enter');
    seen.link_shows_its_place = await page.locator(':target').isVisible();
  }
  await page.evaluate(() => document.querySelectorAll('details').forEach((one) => { one.open = true; }));
  seen.elements = await page.locator('*').count();
  if (seen.elements < 10000) {
    await page.evaluate(axe);
    const run = (rules) => axe.run(document, { runOnly: rules, resultTypes: ['violations'] });
    const found = await page.evaluate(`(${run})(${JSON.stringify(RULES)})`);
    seen.violations = found.violations.map((one) => `${one.id}: ${one.help} ${one.nodes[0].html.slice(0, 200)}`);
    seen.rules_run = found.passes.length;
  }
  await page.setViewportSize({ width: 320, height: 640 });
  seen.width_at_320 = await page.evaluate(() => document.documentElement.scrollWidth);
  await page.evaluate(() => document.querySelectorAll('details').forEach((one) => { one.open = false; }));
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  seen.hidden_in_print = await page.evaluate(() => [...document.querySelectorAll('details p, details li')]
    .filter((one) => !one.checkVisibility({ contentVisibilityAuto: true })).length);
  await context.close();
  return seen;
}

(async () => {
  const [executablePath, ...files] = process.argv.slice(2);
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  const seen = await Promise.all(files.map((file) => look(browser, file)));
  await browser.close();
  process.stdout.write(JSON.stringify(seen));
})().catch((error) => { process.stderr.write(String(error)); process.exit(1); });
