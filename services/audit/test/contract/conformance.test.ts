import { serviceConformance } from '@genkan/service-kit/test/conformance';
import { environment } from '../../src/config.js';
import { startAudit } from '../component/start-audit.js';

const readme = new URL('../../../README.md', import.meta.url);
serviceConformance({ service: 'audit', start: startAudit, environment, readme });
