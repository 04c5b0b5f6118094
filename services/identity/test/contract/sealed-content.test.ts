import { sealedContentConformance } from '@genkan/testing/sealed-content-conformance';

await sealedContentConformance(new URL('../../../', import.meta.url));
