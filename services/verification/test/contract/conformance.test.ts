import { serviceConformance } from '@genkan/service-kit/test/conformance';
import { environment } from '../../src/config.js';
import { startVerification } from '../component/start-verification.js';

const readme = new URL('../../../README.md', import.meta.url);
serviceConformance({ service: 'verification', start: startVerification, environment, readme });
