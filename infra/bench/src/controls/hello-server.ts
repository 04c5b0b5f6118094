import type { AddressInfo } from 'node:net';
import express from 'express';
import { served } from './served.js';

const app = express();
app.get('/hello', (_, response) => {
  response.send('hello');
});
const server = app.listen(0, '127.0.0.1', () => served({ port: (server.address() as AddressInfo).port }));
