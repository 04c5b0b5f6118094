import { serviceConformance } from '@genkan/service-kit/test/conformance';
import { environment } from '../../src/config.js';
import { startIdentity } from '../component/start-identity.js';

const readme = new URL('../../../README.md', import.meta.url);
serviceConformance({ service: 'identity', start: startIdentity, environment, readme });
