import { serviceConformance } from '@genkan/service-kit/test/conformance';
import { environment } from '../../src/config.js';
import { startStage } from '../harness/gateway-under-test.js';

const start = async () => {
  const { underTest, close } = await startStage();
  return { ...underTest, stop: close };
};
serviceConformance({ service: 'gateway', start, environment, folder: new URL('../../../', import.meta.url) });
