import { fileURLToPath } from 'node:url';
import express, { Router } from 'express';

// From the compiled file to the source folder: the page's files are served as they were written.
const FILES = fileURLToPath(new URL('../../../src/page/static/', import.meta.url));

const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** `/`: the one page, for people. */
export function pageRoutes(): Router {
  const router = Router();
  router.use(
    express.static(FILES, {
      cacheControl: false,
      setHeaders: (response) => response.setHeader('content-security-policy', PAGE_POLICY),
    }),
  );
  return router;
}
