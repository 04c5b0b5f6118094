import { Router } from 'express';
import { z } from 'zod';
import { Problem, validated } from '../problem.js';
import { faultSchema } from './fault.js';
import type { FaultList } from './fault-list.js';

const MOST_FAULTS = 100;
const listSchema = z.array(faultSchema).max(MOST_FAULTS);

/** `/api/faults`: PUT replaces the list, POST adds one, so that tests that run in parallel leave each other's alone. */
export function faultRoutes(faults: FaultList): Router {
  const router = Router();

  router.get('/', (_request, response) => {
    response.json(faults.all());
  });

  router.put('/', (request, response) => {
    faults.replace(validated(listSchema, request.body));
    response.json(faults.all());
  });

  router.post('/', (request, response) => {
    const fault = validated(faultSchema, request.body);
    if (faults.all().length >= MOST_FAULTS)
      throw new Problem(409, 'sandbox.too_many_faults', `There are ${MOST_FAULTS} faults already; remove some first.`);
    response.status(201).json(faults.add(fault));
  });

  router.delete('/', (_request, response) => {
    faults.replace([]);
    response.sendStatus(204);
  });

  router.delete('/:id', (request, response) => {
    if (!faults.remove(request.params.id)) throw new Problem(404, 'sandbox.fault_not_found', 'There is no such fault.');
    response.sendStatus(204);
  });

  return router;
}
