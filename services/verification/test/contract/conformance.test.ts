import { serviceConformance } from '@genkan/service-kit/test/conformance';
import { environment } from '../../src/config.js';
import { startVerification } from '../component/start-verification.js';

serviceConformance({
  service: 'verification',
  start: startVerification,
  environment,
  folder: new URL('../../../', import.meta.url),
});
