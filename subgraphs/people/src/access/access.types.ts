import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

export enum ViewerRole {
  LINE_MANAGER = 'LINE_MANAGER',
  HEAD = 'HEAD',
  PEOPLE_TEAM = 'PEOPLE_TEAM',
  FINANCE = 'FINANCE',
  PANEL = 'PANEL',
  ANALYST = 'ANALYST',
}
registerEnumType(ViewerRole, {
  name: 'ViewerRole',
  description: 'What somebody answers for in the trust.',
  valuesConfig: {
    LINE_MANAGER: { description: 'Line-manages somebody today; follows from manager links.' },
    HEAD: { description: 'Answers for one or more schools.' },
    PEOPLE_TEAM: { description: 'The trust’s people team: answers for all schools.' },
    FINANCE: { description: 'The trust’s finance team: funds, awards and spend.' },
    PANEL: { description: 'Sits on selection panels.' },
    ANALYST: { description: 'Sees aggregates alone, never a person.' },
  },
});

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType({
  simpleResolvers: true,
  description: 'Who is asking, and what they may do: the start of every front end.',
})
export class Viewer {
  @Field(() => ID, { description: 'Opaque: of the person, or of the API key.' })
  id!: string;

  @Field(() => [String], { description: 'Permissions, as the fields that need them name them.' })
  scopes!: string[];

  @Field(() => Boolean, {
    description: 'Whether the caller answers for every school of the trust.',
  })
  answersForAllSchools!: boolean;
}

@Directive('@key(fields: "id")')
@Directive('@inaccessible')
@ObjectType({
  simpleResolvers: true,
  description:
    'Somebody who may approve what goes round the rules: a head or one of the people team, today. For other subgraphs alone.',
})
export class Approver {
  @Field(() => ID, { description: 'Of the person.' })
  id!: string;
}

@Directive('@inaccessible')
@ObjectType({
  simpleResolvers: true,
  description: 'Whose access tokens are taken for a trust. For the gateway alone.',
})
export class IdentityProvider {
  @Field(() => String, { description: 'As in the token’s `iss`.' })
  issuer!: string;

  @Field(() => String, { description: 'What the token’s `aud` must name.' })
  audience!: string;

  @Field(() => String, { description: 'Where its public keys are.' })
  jwksUri!: string;

  @Field(() => [String], { description: 'Signature algorithms that are taken.' })
  algorithms!: string[];

  @Field(() => ID, { description: 'For which trust it speaks.' })
  trustId!: string;
}

@Directive('@inaccessible')
@ObjectType({
  simpleResolvers: true,
  description: 'A caller as people knows them, found by token or API key. For the gateway alone.',
})
export class Principal {
  @Field(() => ID, { description: 'The trust for which they ask.' })
  trustId!: string;

  @Field(() => ID, { nullable: true, description: 'Null for an API key.' })
  personId!: string | null;

  @Field(() => String, { description: '`PERSON` or `API_KEY`.' })
  actorKind!: 'PERSON' | 'API_KEY';

  @Field(() => ID, { description: 'Of the person or the API client.' })
  actorId!: string;

  @Field(() => [ID], { description: 'Schools for which they answer.' })
  placeIds!: string[];

  @Field(() => Boolean, { description: 'Whether they answer for every school.' })
  allPlaces!: boolean;

  @Field(() => [String], { description: 'Permissions.' })
  scopes!: string[];

  @Field(() => Int, {
    nullable: true,
    description:
      'Points that their operations may cost in an hour; null for what all callers have.',
  })
  hourlyCost!: number | null;

  @Field(() => Boolean, {
    description: 'Whether they may send only operations of the trusted documents.',
  })
  trustedDocumentsOnly!: boolean;
}
