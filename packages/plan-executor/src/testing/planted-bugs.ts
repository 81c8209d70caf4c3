import type { Answer } from './answer.ts';
import type { Challenger } from './arena.ts';
import { CompiledExecutor } from './compiled-executor.ts';
import type { Callee } from './compiled-executor.ts';
import type { StubAnswer } from './stub-subgraph.ts';
import type { Fields } from './universe.ts';

/** Executors that are wrong in one way each, to prove that a comparison finds them out. */
export const plantedBugs: readonly (readonly [string, Challenger])[] = [
  ['forgets the last error', answering(withoutLastError)],
  ['answers fields in another order', answering(withFieldsReversed)],
  ['says null of data that is in part there', answering(withoutPartialData)],
  ['points errors at another place', answering(withErrorsAtTheRoot)],
  ['leaves out what a field requires', calling(withKeysAlone)],
  ['hands entities to each other', calling((variables) => variables, withEntitiesReversed)],
  ['forgets the variables of a call', calling(withoutVariables)],
  ['asks for one entity only', calling(withFirstEntity)],
];

/** The executor of this package with its answers changed. */
function answering(change: (answer: Answer) => Answer): Challenger {
  return (supergraphSdl, subgraphs, planner) => {
    const right = new CompiledExecutor(supergraphSdl, subgraphs, planner);
    return {
      answer: async (...question) => {
        const answer = await right.answer(...question);
        return answer && change(answer);
      },
    };
  };
}

/** The executor of this package with its calls changed, or what comes of them. */
function calling(
  changeVariables: (variables: Fields) => Fields,
  changeAnswer: (answer: StubAnswer) => StubAnswer = (answer) => answer,
): Challenger {
  return (supergraphSdl, subgraphs, planner) => {
    const wrong = [...subgraphs].map(([name, subgraph]): [string, Callee] => [
      name,
      {
        answer: async (query, variables, run) =>
          changeAnswer(await subgraph.answer(query, changeVariables(variables), run)),
      },
    ]);
    return new CompiledExecutor(supergraphSdl, new Map(wrong), planner);
  };
}

function withoutLastError({ errors, ...answer }: Answer): Answer {
  const kept = errors?.slice(0, -1) ?? [];
  return kept.length > 0 ? { ...answer, errors: kept } : answer;
}

function withFieldsReversed(answer: Answer): Answer {
  if (answer.data === null || typeof answer.data !== 'object') return answer;
  return { ...answer, data: Object.fromEntries(Object.entries(answer.data).reverse()) };
}

function withoutPartialData(answer: Answer): Answer {
  return answer.errors ? { ...answer, data: null } : answer;
}

function withErrorsAtTheRoot({ errors, ...answer }: Answer): Answer {
  if (!errors) return answer;
  return {
    ...answer,
    errors: errors.map((error) => ({ ...error, path: error.path?.slice(0, 1) })),
  };
}

function withKeysAlone(variables: Fields): Fields {
  const { representations } = variables;
  if (!Array.isArray(representations)) return variables;
  const stripped = representations.map((representation: object) => {
    const kept = ['__typename', 'id', 'code', 'place'];
    return Object.fromEntries(
      Object.entries(representation).filter(([name]) => kept.includes(name)),
    );
  });
  return { ...variables, representations: stripped };
}

function withEntitiesReversed(answer: StubAnswer): StubAnswer {
  const entities = answer.data?._entities;
  if (!Array.isArray(entities)) return answer;
  return {
    ...answer,
    data: { _entities: entities.map((_, index): unknown => entities.at(-1 - index)) },
  };
}

function withoutVariables({ representations }: Fields): Fields {
  return representations === undefined ? {} : { representations };
}

function withFirstEntity(variables: Fields): Fields {
  const { representations } = variables;
  if (!Array.isArray(representations)) return variables;
  return { ...variables, representations: representations.map((): unknown => representations[0]) };
}
