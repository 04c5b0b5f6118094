import { serviceConformance } from '@genkan/service-kit/test/conformance';
import { environment } from '../../src/config.js';
import { startAudit } from '../component/start-audit.js';

serviceConformance({ service: 'audit', start: startAudit, environment, folder: new URL('../../../', import.meta.url) });
