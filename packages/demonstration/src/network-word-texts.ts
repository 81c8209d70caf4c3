/** What a network of the demonstration has written, by its key. Invented, and good enough to use. */
export interface NetworkTexts {
  readonly outputs: readonly {
    readonly title: string;
    readonly kind: string;
    readonly audience: string;
    readonly text: string;
  }[];
  readonly question: { readonly title: string; readonly text: string; readonly answer: string };
}

const list = (...lines: string[]) => lines.map((line) => `- ${line}`).join('\n');

export const networkTexts: Readonly<Record<string, NetworkTexts>> = {
  site: {
    outputs: [
      {
        title: 'Weekly flushing of taps that are little used',
        kind: 'PROCEDURE',
        audience: 'TRUST',
        text: `## Every Monday, before the school opens\n\n${list(
          'Take the list of outlets from the water risk assessment of your school.',
          'Run each for the time it says, hot and cold, with the window open and no spray.',
          'Write the day, the time and your initials. A blank line is found by the next inspection.',
          'Too cold, too hot or discoloured: tell the premises manager the same day.',
        )}`,
      },
      {
        title: 'Opening the school after snow',
        kind: 'PROCEDURE',
        audience: 'NETWORK',
        text: `## From 6 o’clock\n\n${list(
          'Walk the way that pupils walk. Clear one good path rather than four poor ones.',
          'Grit the ramp and the steps first, then the car park.',
          'Ring the head by half past six with what is open and what is not.',
          'Boilers: look at the pressure before you turn anything up.',
        )}`,
      },
    ],
    question: {
      title: 'Who looks after your heat pump?',
      text: 'Our contractor has never seen one. Who comes to yours, and what do you do yourselves?',
      answer:
        'Ours has a yearly visit in the lease. We clean the filters each half term; I can show you.',
    },
  },
  office: {
    outputs: [
      {
        title: 'The first call on a day of absence',
        kind: 'PROCEDURE',
        audience: 'TRUST',
        text: `## By half past nine\n\n${list(
          'Ring every contact in order, the first one twice, before you send a message.',
          'Ask what is the matter and when the child comes back. Do not ask for proof.',
          'Nobody answers and the child is on the list of the safeguarding lead: tell them at once.',
          'Write down what was said in the words in which it was said.',
        )}`,
      },
      {
        title: 'What the file of a new pupil holds',
        kind: 'PROCEDURE',
        audience: 'NETWORK',
        text: list(
          'Two contacts with different numbers, and who may collect.',
          'What the last school sent, and what we still wait for.',
          'Food, medicine and who knows about both.',
        ),
      },
    ],
    question: {
      title: 'How do you cover reception at lunch?',
      text: 'There are two of us, and one is part-time.',
      answer: 'We take turns with the library by the half hour. The bell rings in both rooms.',
    },
  },
  technicians: {
    outputs: [
      {
        title: 'Before a practical: a check of ten minutes',
        kind: 'PROCEDURE',
        audience: 'TRUST',
        text: list(
          'Read the request against the risk assessment that the department keeps.',
          'Count in, and write the number on the tray; count out against it.',
          'Anything new to the teacher: try it together once, the day before.',
          'Eye wash, gas taps, spill kit: look, do not assume.',
        ),
      },
      {
        title: 'Equipment that we lend each other',
        kind: 'PROCEDURE',
        audience: 'NETWORK',
        text: `Five schools, one list. Ask two weeks before; the borrower drives.\n\n${list(
          'Van de Graaff generator',
          'Spectrometers, a class set',
          'Laser cutter time, Thursdays after four',
        )}`,
      },
    ],
    question: {
      title: 'Has anybody registered as a science technician this year?',
      text: 'How long did the portfolio take beside the job?',
      answer: 'Two terms, an hour a week. I kept photographs from the start; do that.',
    },
  },
  inclusion: {
    outputs: [
      {
        title: 'Writing an outcome that one can see',
        kind: 'ASSESSMENT',
        audience: 'TRUST',
        text: `An outcome says what the child will do, where, and by when.\n\n${list(
          'Not “improve communication”, but “asks a peer for help in maths by Easter”.',
          'Somebody who does not know the child could tell whether it happened.',
          'The child and the family have read it and would say it in these words.',
        )}`,
      },
      {
        title: 'One lesson, no second worksheet',
        kind: 'PEDAGOGY',
        audience: 'NETWORK',
        text: list(
          'Same task, other way in: read aloud, shown, or started together.',
          'Take away one thing to hold in mind before you add a support.',
          'Plan the question you will ask, not the sheet you will print.',
        ),
      },
    ],
    question: {
      title: 'How do you prepare an annual review in a small school?',
      text: 'Everybody teaches, nobody is free on the day.',
      answer: 'Two short meetings: reports the week before, the child and the family on the day.',
    },
  },
  assistants: {
    outputs: [
      {
        title: 'A phonics check of five minutes',
        kind: 'ASSESSMENT',
        audience: 'TRUST',
        text: list(
          'Ten words of last week, three of today, one that nobody knows.',
          'Write what the child said, not a tick.',
          'Same child, same time of the day, each Friday.',
        ),
      },
      {
        title: 'What to say when somebody is stuck',
        kind: 'PEDAGOGY',
        audience: 'NETWORK',
        text: list(
          '“Show me where.”',
          '“What did you try?”',
          '“What could be the next small thing?”',
        ),
      },
    ],
    question: {
      title: 'Who has gone from assistant to HLTA while working full time?',
      text: 'What did you need from your school?',
      answer:
        'Half a day a fortnight, agreed in writing, and a teacher who lets you take the class.',
    },
  },
  maths: {
    outputs: [
      {
        title: 'Fractions from year 3 to year 8: one order',
        kind: 'CURRICULUM',
        audience: 'TRUST',
        text: `Same words and same pictures in every school.\n\n${list(
          'Year 3: parts of one whole, then parts of a set.',
          'Year 4 and 5: the number line before the rule.',
          'Year 6: same denominator by reasoning, then the method.',
          'Year 7 and 8: ratio from the same bar.',
        )}`,
      },
      {
        title: 'Six questions that find misconceptions',
        kind: 'ASSESSMENT',
        audience: 'NETWORK',
        text: list(
          'Which is larger, 0.35 or 0.5, and how would somebody get it wrong?',
          'Where is ⅔ on this line?',
          'What is 7 − 12, and what did you picture?',
        ),
      },
    ],
    question: {
      title: 'How do you teach negative numbers in year 6?',
      text: 'Temperatures work until we subtract.',
      answer: 'Counters in two colours for a week, and only then the line.',
    },
  },
};
