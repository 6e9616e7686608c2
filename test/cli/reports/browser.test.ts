import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ledgerPage } from '../../../cli/reports/ledger/page/page.js';
import { DOCUMENT } from './fixture.js';

const { source: axeSource } = createRequire(import.meta.url)('axe-core') as typeof axe;
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome'].map((name) => `/usr/bin/${name}`);
const executablePath = BROWSERS.find((path) => existsSync(path));
if (executablePath === undefined)
  console.warn(
    `the page is not tried in a browser: none of ${BROWSERS.join(', ')} is there (apt-get install chromium)`,
  );

describe.skipIf(executablePath === undefined)('the page in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'diffuson-page-'));
  const file = join(folder, 'report.html');
  const address = pathToFileURL(file).href;
  let browser: Browser;
  let page: Page;
  const [requests, complaints]: string[][] = [[], []];

  const shown = async (selector: string): Promise<string[]> =>
    page
      .locator(selector)
      .filter({ visible: true })
      .evaluateAll((found: { id: string }[]) => found.map(({ id }) => id));
  const rows = (): Promise<string[]> => shown('.row');
  const panels = (): Promise<string[]> => shown('[role=tabpanel]');
  const open = async (hash: string): Promise<void> => {
    await page.goto('about:blank');
    await page.goto(address + hash);
  };
  const violations = async (): Promise<string[]> => {
    await page.evaluate(axeSource);
    const { violations: found }: axe.AxeResults = await page.evaluate("axe.run({ resultTypes: ['violations'] })");
    return found.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
  };

  beforeAll(async () => {
    writeFileSync(file, ledgerPage(DOCUMENT));
    browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ['--no-sandbox'] });
    page = await browser.newPage();
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
  });
  // whatever is done, the page asks for nothing and complains of nothing
  afterEach(() => {
    expect(new Set(requests.splice(0).map((url) => url.split('#')[0]))).toEqual(new Set([address]));
    expect(complaints.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  it('filters rows by verdict, kind, text and surprise', async () => {
    await open('');
    await expect.poll(panels).toEqual(['panel:claims']);
    const all = DOCUMENT.claims.map(({ id }) => id);
    await expect.poll(rows).toEqual(all);
    const toggle = (verdict: string) => page.locator(`.verdicts [data-verdict=${verdict}]`).click();
    await toggle('holds');
    await expect.poll(rows).toEqual(['eq34.2o', 'sec3.unread', 'sec3.hostile']);
    await expect.poll(() => page.locator('output').textContent()).toBe('3 of 5 rows');
    await toggle('refuted');
    await expect.poll(rows).toEqual(['sec3.unread']);
    expect(await page.locator('.group > h3').filter({ visible: true }).allTextContents()).toEqual(['Sec. III']);
    await toggle('holds');
    await toggle('refuted');
    await page.locator('select').selectOption('curve');
    await expect.poll(rows).toEqual(['fig3a.gap', 'sec3.unread']);
    await page.locator('select').selectOption('');
    await page.locator('[type=search]').fill('  CAPTION does');
    await expect.poll(rows).toEqual(['sec3.unread']);
    await page.locator('[type=search]').fill('');
    await page.locator('[type=checkbox]').check();
    await expect.poll(rows).toEqual(['sec3.hostile']);
    await page.locator('[type=checkbox]').uncheck();
    await expect.poll(rows).toEqual(all);
  });

  it('opens what the address names: a row, also a hidden one, a figure, a tab', async () => {
    await open('#eq34.2o');
    const focused = (): Promise<string> => page.evaluate('document.activeElement.parentElement.id');
    expect(await page.locator('details[open]').getAttribute('id')).toBe('eq34.2o');
    await expect.poll(focused).toBe('eq34.2o');
    await page.locator('.verdicts [data-verdict=refuted]').click();
    await page.locator('.finding a', { hasText: 'sec3.hostile' }).click();
    await expect.poll(rows).toContain('sec3.hostile');
    await expect.poll(focused).toBe('sec3.hostile');
    await expect.poll(() => new URL(page.url()).hash).toBe('#sec3.hostile');
    await page.locator('[id="tab:coverage"]').click();
    await expect.poll(panels).toEqual(['panel:coverage']);
    await expect.poll(() => new URL(page.url()).hash).toBe('#tab:coverage');
    await page.locator('[id="panel:coverage"] a', { hasText: 'eq33.xy' }).click();
    await expect.poll(panels).toEqual(['panel:claims']);
    await expect.poll(focused).toBe('eq33.xy');
    await open('#figure:3a');
    await expect.poll(panels).toEqual(['panel:figures']);
    await open('#tab:laws');
    await expect.poll(panels).toEqual(['panel:laws']);
    await open('#nothing%zz');
    await expect.poll(panels).toEqual(['panel:claims']);
  });

  it('is used with the keyboard', async () => {
    await open('');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('skip');
    await page.locator('[id="tab:claims"]').focus();
    for (const [key, panel] of [
      ['ArrowRight', 'figures'],
      ['ArrowLeft', 'claims'],
      ['ArrowLeft', 'history'],
      ['Home', 'claims'],
      ['End', 'history'],
    ]) {
      await page.keyboard.press(key);
      await expect.poll(panels, { message: key }).toEqual([`panel:${panel}`]);
    }
    await open('');
    await page.locator('[id="eq33.xy"] summary').focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('details[open]').getAttribute('id')).toBe('eq33.xy');
  });

  it.each([
    ['light', 1200, ['#eq34.2o', '#figure:2']],
    ['dark', 360, ['#sec3.hostile', '#tab:coverage']],
  ] as const)(
    'has no violation of axe in %s, %i pixels wide, and nothing wider than the screen',
    async (colorScheme, width, hashes) => {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      for (const hash of hashes) {
        await open(hash);
        expect(await violations(), hash).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth'), hash).toBeLessThanOrEqual(width);
      }
    },
  );

  it('prints everything', async () => {
    await open('');
    await page.locator('.verdicts [data-verdict=holds]').click();
    await page.emulateMedia({ media: 'print' });
    expect(await panels()).toHaveLength(6);
    expect(await rows()).toHaveLength(DOCUMENT.claims.length);
    expect(await page.locator('[id="eq33.xy"] .command').isVisible()).toBe(true);
    expect(await page.locator('.tabs').isVisible()).toBe(false);
    await page.emulateMedia({ media: 'screen' });
  });
});
