// Keeps the page of the round on the phone, so that it opens without signal. It reaches no further than its own folder.
"use strict";

const KEPT = "rondje";
const PAGE = new URL("./", self.location).pathname;

// The page and what it needs to look and work: its style sheets and scripts.
async function keep(response) {
  const text = await response.clone().text();
  const cache = await caches.open(KEPT);
  const parts = [...text.matchAll(/(?:href|src)="(\/static\/[^"]+\.(?:css|js|svg))"/g)].map((match) => match[1]);
  await Promise.all(parts.map(async (part) => {
    if (!(await cache.match(part))) await cache.add(part);
  }));
  for (const request of await cache.keys()) {
    const path = new URL(request.url).pathname;
    if (path.startsWith("/static/") && !parts.includes(path) && !text.includes(path)) await cache.delete(request);
  }
  await cache.put(PAGE, new Response(text, { headers: response.headers }));
}

async function page(request) {
  try {
    const response = await fetch(request);
    if (response.ok && !response.redirected && response.type === "basic") await keep(response);
    return response;
  } catch (error) {
    const kept = await caches.match(PAGE);
    if (kept) return kept;
    throw error;
  }
}

async function part(request) {
  const kept = await caches.match(request, { ignoreSearch: true });
  return kept || fetch(request);
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(fetch(PAGE, { credentials: "same-origin", cache: "no-store", redirect: "error" }).then(keep));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (pathname === PAGE) event.respondWith(page(request));
  else if (pathname.startsWith("/static/")) event.respondWith(part(request));
});
