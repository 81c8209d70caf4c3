import { ask, type SituationText } from './guide-texts.ts';

type Wish = 'WANTS_DEPTH' | 'WANTS_CHANGE' | 'NEAR_RETIREMENT';

/** Situations that follow from what the person wants. */
export const wishTexts: Readonly<Record<Wish, SituationText>> = {
  WANTS_DEPTH: {
    title: 'You like this work: how to go deeper in it',
    minutes: 45,
    opening:
      'You would like to stay in this work and get still better at it. That is ambition too, and the school needs it. Let us find out what deeper could mean for you, and who else could gain from what you know. You do not have to manage people to do so.',
    before: [
      'If it is your conversation: pick one piece of your work that you are proud of and one that you have not yet cracked. Bring either along if you can.',
      'If you are leading: ask yourself what would be lost if this person’s knowledge were not here.',
      'If you are leading: find out who is known for this kind of work in other schools of the trust, and what study is open.',
    ],
    prompts: [
      ask(
        'Which part of your work could you talk about for an hour?',
        'Interest is the best guide to a specialism. Let them talk, and ask for the detail.',
      ),
      ask(
        'What do you know now that you wish you had known when you started?',
        'Shows the expertise that experience has built, and that others could be spared learning the hard way.',
      ),
      ask(
        'Which problem in your work would you like to get to the bottom of?',
        'A good question can become a small project, a visit or a course of study.',
      ),
      ask(
        'Who does this really well, and what would you like to see or ask them?',
        'Leads to a visit, a shared working day or a mentor. It need not be somebody senior, or in this school.',
      ),
      ask(
        'How would you like to share what you know, if at all?',
        'By showing, writing, coaching or advising another school. Some people prefer simply to do the work well; that stands.',
      ),
      ask(
        'What would you have to stop doing to have time for this?',
        'Depth needs hours. If nothing can be put down, the plan is too large.',
      ),
      ask(
        'How would you like this expertise to be recognised?',
        'It may be a qualification, a title, time, money or a word of thanks. Promise only what is yours to give.',
      ),
    ],
    avoid: [
      'Do not ask “but where does it lead?”, or hold out a management post as the reward.',
      'Do not add duties without time. Being good at something is no reason to get more of it for nothing.',
      'Do not explain the choice by age, health or life at home, and do not ask about these.',
    ],
    closing: [
      'Agree at most three actions: for instance one thing to learn, one person to visit, one thing to put down.',
      'Agree whether the person wants to be known to other schools for this expertise, and in which words.',
      'Write down who will find the time or the money, and by when. Set the date of the next look.',
    ],
  },
  WANTS_CHANGE: {
    title: 'You would like something different: finding out what',
    minutes: 50,
    opening:
      'You have said that you would like something to change. Thank you for telling me. It may be a small change or a large one, here, in another school or somewhere else, and you need not know yet. I am here to help you think and find out, not to talk you into anything.',
    before: [
      'If it is your conversation: write two short lists, what you would keep and what you would change. Include hours, place, people, tasks and pay if they matter to you.',
      'If you are leading: look at what is open across the trust and not only in this school, sideways moves, swaps and projects included.',
      'If you are leading: settle your own mind. You may lose a good colleague; that worry is not for this conversation.',
    ],
    prompts: [
      ask(
        'What would you like to be different, and what should stay as it is?',
        'Separates a change of task, team, place or hours from a change of career.',
      ),
      ask(
        'When did you last enjoy a working day, and what were you doing?',
        'Shows what to move towards. It is harder to see than what to move away from.',
      ),
      ask(
        'Whose job have you looked at and thought “I would like to try that”?',
        'Any job, in school or out. Ask which part of it appeals.',
      ),
      ask(
        'What would you carry with you from what you do now?',
        'Help to name skills in words that another team would understand. Offer examples you have seen.',
      ),
      ask(
        'How could you try it before you decide?',
        'A day of shadowing, a swap, a short project or some hours in another team cost little and can be undone.',
      ),
      ask(
        'What do you need to find out, and who could tell you?',
        'Pay, hours, entry requirements, notice and pension are questions of fact. Find who knows; do not guess.',
      ),
      ask(
        'If nothing changed this year, what would make it a good year all the same?',
        'There may be something to put right now. It also makes it safe to decide to stay.',
      ),
    ],
    avoid: [
      'Do not take it personally, and do not try to talk the person into staying or going.',
      'Do not tell or ring anybody, a head or another school included, until the person has said yes to that.',
      'Do not ask for reasons that touch health, family, age, faith or the like. “What would you like to be different?” is enough.',
      'If the reason turns out to be how somebody treats them, do not look into it here. Ask what they would like to happen and say who can help. Explain first that a worry about safety has to be passed on.',
    ],
    closing: [
      'Agree at most three actions. Make at least one a way to try something out or to talk to somebody who does it.',
      'Agree exactly who may know, and what each may be told. If nobody, say so and keep to it.',
      'Agree that a change of mind is welcome at any time. Meet again within about six weeks.',
    ],
  },
  NEAR_RETIREMENT: {
    title: 'The last years of a career: making them good ones',
    minutes: 45,
    opening:
      'You asked for this conversation, so you set the pace. It is about making the coming years at work good ones, for you and for those who will carry on the work. You need not give a date, and you can change your mind. Every chance to learn or move is still open to you.',
    before: [
      'If it is your conversation: think about what you still want to do, what you would gladly put down, and what you know that nobody else here does.',
      'If you are leading: use this guide only because the person chose it. Never suggest it to somebody.',
      'If you are leading: find out whom to ask in the trust about working patterns, and where people get information on their pension. You do not need to know the answers.',
    ],
    prompts: [
      ask(
        'What do you still want to do, learn or finish in your work?',
        'Comes first for good reason. Many people want something new, not only a tidy end.',
      ),
      ask(
        'Which parts of your work would you like more of, and which would you gladly hand on?',
        'Work can be shared out differently while the person keeps what they do best.',
      ),
      ask(
        'What do you know that is written down nowhere?',
        'Where the stopcock is, why a scheme of work is as it is, how a family is best spoken to. Think how it can be kept.',
      ),
      ask(
        'How would you like to pass on what you know, and to whom?',
        'Mentoring, working in pairs, advising another school. It needs time in the week, not good will on top.',
      ),
      ask(
        'How would you like your working week to look?',
        'Listen first. Any change of hours goes through its own process; here you only find out what is wanted.',
      ),
      ask(
        'Which piece of your work would you like to be remembered for?',
        'Shows what has mattered, and may point to one last project or a new one.',
      ),
      ask(
        'What would you like to find out, and from whom?',
        'Pension and pay are for those who are qualified. Help to find them, and give no advice yourself.',
      ),
    ],
    avoid: [
      'Do not ask age, health, a leaving date or pension details. If the person mentions one, it binds them to nothing and goes no further without their word.',
      'Do not plan for a successor, or change duties, on the strength of this conversation.',
      'Do not assume less interest in training, new systems or a bigger job. Tell them of the same chances as everybody.',
    ],
    closing: [
      'Agree at most three actions. At least one should be something the person looks forward to.',
      'Agree who may know that this conversation took place. The choice of this guide is itself private.',
      'Set the next date. Choose the guide afresh then: any of them may fit.',
    ],
  },
};
