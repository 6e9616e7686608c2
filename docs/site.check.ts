import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const DIST = fileURLToPath(new URL('./.vitepress/dist/', import.meta.url));
const files = readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.html'));
const html = new Map(files.map((path) => [`/${path}`, readFileSync(join(DIST, path), 'utf8')]));

describe('links of the built site', () => {
  const links = [...html].flatMap(([from, text]) =>
    [...text.matchAll(/<(?:a|img)\b[^>]*?\s(?:href|src)="([^"]+)"/g)].map((m) => ({ from, to: m[1] })),
  );

  it('lead to pages, headings and pictures that are there', () => {
    expect(links.length).toBeGreaterThan(1000);
    const dead = links.filter(({ from, to }) => {
      const { pathname, hash } = new URL(to, `http://site${from}`);
      const path = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
      const page = html.get(path) ?? html.get(`${path}.html`);
      if (page === undefined) return !existsSync(join(DIST, path));
      return hash !== '' && hash !== '#' && !page.includes(` id="${decodeURIComponent(hash.slice(1))}"`);
    });
    expect(dead).toEqual([]);
  });

  it('stay within the site, which needs no network', () => {
    expect(links.filter(({ to }) => /^(https?:)?\/\//.test(to))).toEqual([]);
  });
});

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html',
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
};
const executablePath = ['chromium', 'google-chrome'].map((name) => `/usr/bin/${name}`).find((path) => existsSync(path));
if (executablePath === undefined) console.warn('the converter is not tried: there is no Chromium (apt-get install)');

describe.skipIf(executablePath === undefined)('the converter in Chromium', () => {
  const server = createServer(({ url = '/' }, response) => {
    const path = join(DIST, decodeURIComponent(url.split(/[?#]/)[0]));
    if (!existsSync(path)) return response.writeHead(404).end();
    return response
      .setHeader('content-type', TYPES[path.split('.').pop() ?? ''] ?? 'font/woff2')
      .end(readFileSync(path));
  });
  let browser: Browser;
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ['--no-sandbox'] });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  it('halves the spin, turns the sign of alpha, and divides by the conductivity', async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/conventions.html`);
    const wanted = page.locator('.converter fieldset').nth(1);
    const output = (): Promise<string> => wanted.locator('output').innerText();
    await expect.poll(output).toContain('K.yx = 0.39674406');
    await wanted.getByText('the spin is s/2').click();
    await expect.poll(output).toContain('K.yx = 0.19837203');
    await wanted.getByText('the opposite sign of alpha').click();
    await expect.poll(output).toContain('K.yx = -0.19837203');
    expect(await output()).toContain('sigma.xx = 1.4703327');
    await wanted.locator('select').first().selectOption('J');
    // K_J,yx of point A: 0.2698333
    await expect.poll(output).toContain('KJ.yx = -0.1349');
    expect(complaints).toEqual([]);
  });
});
