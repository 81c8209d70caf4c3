import { Field, Int, ObjectType } from 'type-graphql';
import { StaffGroup } from '../assignment/assignment.types.ts';
import { ConversationSituation } from '../conversation/conversation.types.ts';

@ObjectType({ simpleResolvers: true, description: 'A question of a conversation guide.' })
export class GuideQuestion {
  @Field(() => String, { description: 'As one would ask it.' })
  question!: string;

  @Field(() => String, { description: 'Why it is asked, or what to listen for.' })
  purpose!: string;

  @Field(() => Boolean, { description: 'Whether it is about the work of the staff group.' })
  isOfStaffGroup!: boolean;
}

@ObjectType({
  simpleResolvers: true,
  description:
    'How to hold a career conversation: what to say, to ask and to leave alone, for a situation and a staff group. Written for this product; it asks for nothing about health, family, age or faith.',
})
export class ConversationGuide {
  @Field(() => ConversationSituation, { description: 'For which situation.' })
  situation!: ConversationSituation;

  @Field(() => StaffGroup, { nullable: true, description: 'For whose work; null for anybody’s.' })
  staffGroup!: StaffGroup | null;

  @Field(() => Int, { description: 'Of the texts; one more whenever any of them changes.' })
  version!: number;

  @Field(() => String, { description: 'Addressed to both.' })
  title!: string;

  @Field(() => Int, { description: 'How long to set aside, in minutes.' })
  minutes!: number;

  @Field(() => String, { description: 'What the one leading may say at the start.' })
  opening!: string;

  @Field(() => [String], { description: 'What each does beforehand.' })
  before!: readonly string[];

  @Field(() => [GuideQuestion], { description: 'What to ask; nobody asks them all.' })
  questions!: readonly GuideQuestion[];

  @Field(() => [String], {
    description: 'What could come next in this work: deeper, wider and, as one of several, up.',
  })
  possibilities!: readonly string[];

  @Field(() => [String], { description: 'What to leave alone.' })
  avoid!: readonly string[];

  @Field(() => [String], { description: 'How to end.' })
  closing!: readonly string[];
}
