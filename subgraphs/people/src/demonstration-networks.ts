import type { NetworkWordRecords } from '@trellis/demonstration/network-word-records';
import type { Database } from '@trellis/subgraph-kit/database';
import { Idempotency } from '@trellis/subgraph-kit/idempotency';
import { Refusal } from '@trellis/subgraph-kit/refusal';
import type { Viewer } from '@trellis/subgraph-kit/viewer';
import { knownAs } from './demonstration-conversations.ts';
import { NetworkOutputService } from './network-output/network-output.service.ts';
import { NetworkOutputAudience, NetworkOutputKind } from './network-output/network-output.types.ts';
import { NetworkQuestionService } from './network-question/network-question.service.ts';
import { QuestionNoticeService } from './network-question/question-notice.service.ts';
import { NetworkLeadingService } from './network-term/network-leading.service.ts';
import { NetworkTermService } from './network-term/network-term.service.ts';
import { NetworkTermRole } from './network-term/network-term.types.ts';
import { NoticeService } from './notice/notice.service.ts';

/**
 * Writes what members of the demonstration’s networks do, each in a transaction of their own and as
 * themselves, because the database lets nobody else.
 */
export class DemonstrationNetworks {
  readonly #terms: NetworkTermService;
  readonly #outputs: NetworkOutputService;
  readonly #questions: NetworkQuestionService;

  constructor(private readonly db: Database) {
    const idempotency = new Idempotency(db);
    const leading = new NetworkLeadingService(db);
    const telling = new QuestionNoticeService(db, new NoticeService(db, idempotency));
    this.#terms = new NetworkTermService(db, idempotency, leading);
    this.#outputs = new NetworkOutputService(db, idempotency, leading);
    this.#questions = new NetworkQuestionService(db, idempotency, telling);
  }

  /** @throws Error when the services refuse a record: then the generator is wrong. */
  async load(viewer: Viewer, { deputies, outputs, questions }: NetworkWordRecords): Promise<void> {
    for (const { leadId, ...term } of deputies) {
      await this.#as(viewer, leadId, (lead) =>
        this.#terms.appoint(lead, { ...term, role: NetworkTermRole.DEPUTY }),
      );
    }
    for (const { id, authorIds, kind, audience, ...output } of outputs) {
      const said = { ...output, phaseCodes: [], link: null, authorIds: [...authorIds] };
      const what = {
        kind: knownAs(NetworkOutputKind, kind),
        audience: knownAs(NetworkOutputAudience, audience),
      };
      await this.#as(viewer, authorIds[0] ?? '', (author) =>
        this.#outputs.write(author, { ...said, ...what }, id),
      );
    }
    for (const { id, personId, answers, ...question } of questions) {
      await this.#as(viewer, personId, (asker) => this.#questions.ask(asker, question, id));
      for (const answer of answers) {
        await this.#as(viewer, answer.personId, (person) =>
          this.#questions.answer(person, { questionId: id, text: answer.text }),
        );
      }
    }
  }

  async #as(viewer: Viewer, personId: string, work: (person: Viewer) => Promise<object>) {
    const person = { ...viewer, personId };
    const done = await this.db.as(person, () => work(person));
    if (done instanceof Refusal) throw new Error(`The generated data was refused: ${done.message}`);
  }
}
