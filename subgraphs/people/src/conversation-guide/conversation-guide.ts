import type { StaffGroup } from '../assignment/assignment.types.ts';
import type { ConversationSituation } from '../conversation/conversation.types.ts';
import type { ConversationGuide } from './conversation-guide.types.ts';
import { situationTexts } from './guide-situations.ts';
import { staffGroupTexts } from './guide-staff-groups.ts';

/** Of the texts of all guides; a test asks for one more whenever any of them changes. */
export const guideVersion = 1;

/** The guide for a situation, with what belongs to the work of a staff group, if one is known. */
export function guideFor(
  situation: ConversationSituation,
  staffGroup: StaffGroup | null,
): ConversationGuide {
  const { prompts, ...texts } = situationTexts[situation];
  const ofGroup = staffGroup === null ? null : staffGroupTexts[staffGroup];
  return {
    ...{ ...texts, situation, staffGroup, version: guideVersion },
    questions: [
      ...prompts.map((prompt) => ({ ...prompt, isOfStaffGroup: false })),
      ...(ofGroup?.prompts ?? []).map((prompt) => ({ ...prompt, isOfStaffGroup: true })),
    ],
    possibilities: ofGroup?.possibilities ?? [],
  };
}
