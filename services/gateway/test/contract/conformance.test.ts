import { serviceConformance } from '@genkan/service-kit/test/conformance';
import { environment } from '../../src/config.js';
import { startGateway } from '../fixtures/start-gateway.js';

const start = async () => {
  const { underTest, close } = await startGateway();
  return { ...underTest, stop: close };
};
serviceConformance({ service: 'gateway', start, environment, folder: new URL('../../../', import.meta.url) });
