import { serviceConformance } from '@genkan/service-kit/test/conformance';
import { environment } from '../../src/config.js';
import { startIdentity } from '../component/start-identity.js';

serviceConformance({
  service: 'identity',
  start: startIdentity,
  environment,
  folder: new URL('../../../', import.meta.url),
});
