import type { ConversationSituation } from '../conversation/conversation.types.ts';
import { ask, type SituationText } from './guide-texts.ts';
import { wishTexts } from './guide-wishes.ts';

/** What a guide says for each situation. */
export const situationTexts: Readonly<Record<ConversationSituation, SituationText>> = {
  ANY: {
    title: 'What next? A conversation for anybody, at any time',
    minutes: 45,
    opening:
      'This time is for you and what you would like from your work. It is not appraisal, and nothing here is rated. You do not have to want a change: staying and getting better at what you do is a full answer. You choose what we talk about and what is written down.',
    before: [
      'If it is your conversation: think of one good day at work this term, and one thing you would like more of. A few words on paper are enough.',
      'If you are leading: read what the two of you agreed last time, and be ready to say what you did about your part.',
      'If you are leading: look up what is open now to somebody in this work: study, visits, projects, posts. Bring two or three, not twenty.',
      'Both: agree a private place and a time within paid hours, with nothing straight after it.',
    ],
    prompts: [
      ask(
        'What has gone well at work lately, and what was your part in it?',
        'Starts with something real. Listen for skills that come so easily that the person no longer notices them.',
      ),
      ask(
        'Which parts of your week give you energy, and which drain it?',
        'Shows what to keep and what to change. Often the answer is a small change in this job, not another job.',
      ),
      ask(
        'What do people come to you for?',
        'Others often see an expertise before its owner does. If the person is stuck, say what you have seen, with an example.',
      ),
      ask(
        'What can you do that you do not get to use here?',
        'Listen for languages, trades, earlier work and work outside school. Leave it there if they would rather not say.',
      ),
      ask(
        'What would you like to be doing a year from now: the same, more of something, or something else?',
        'All three are equally good answers. Wait after asking; the first answer is often not the whole of it.',
      ),
      ask(
        'What would you like to learn, whether or not it leads anywhere?',
        'Opens up study, visits and shadowing without tying them to a new post.',
      ),
      ask(
        'What have you heard about and not gone for, and what would have made it possible?',
        'Listen for what can be put right: hours, travel, cover, cost, a late notice, not feeling invited. Do not press for private reasons.',
      ),
      ask(
        'What would be a small first step, and what would you need from me or from others?',
        'Turns the talk into something that can be done this term.',
      ),
    ],
    avoid: [
      'Do not ask about health, disability, age, pregnancy, children, faith, relationships or retirement. If the person brings something up, listen, ask what would help, and write down only what they want written.',
      'Do not steer towards promotion, or treat staying as a lack of ambition.',
      'Do not bring in appraisal, targets, absence or pay. Find another time for those.',
      'Do not promise money, cover or a post that you cannot give. Say what you will find out, and by when.',
    ],
    closing: [
      'Agree at most three actions. Give each one a name and a date. At least one should be for the one leading. “Carry on as I am” needs no action.',
      'Decide together what is written down and who else may see it. The person whose conversation it was has the last word.',
      'Set the date when you will look at the actions together, and roughly when you will next talk like this.',
    ],
  },
  NEW: {
    title: 'You are new here: what you bring and what you would like',
    minutes: 40,
    opening:
      'You have been here long enough to have a first view, and you still notice things that we no longer see. I would like to hear what you bring and what you hope for. This is not a probation or induction meeting, and nothing you say here counts towards one. You do not need a plan.',
    before: [
      'If it is your conversation: note what surprised you here, good or bad, and one thing from earlier work or study that you miss using.',
      'If you are leading: find out what is open to everybody from the first day: study money, visits, networks, projects. New people rarely know.',
      'If you are leading: think of two people the newcomer has not met and may like to.',
    ],
    prompts: [
      ask(
        'What made you choose this job?',
        'The reasons for coming are often the reasons for staying. Note what must not get lost.',
      ),
      ask(
        'How does the work compare with what you expected?',
        'Listen for differences between the job as advertised and the job as it is. Some can be put right early.',
      ),
      ask(
        'What did you do before that you are proud of, in any kind of work or study?',
        'A kitchen, an office, the army or another country: it all counts. Ask for one example.',
      ),
      ask(
        'When in the week do you feel that you are already good at this, and when not yet?',
        'Shows where help would be welcome. It is for the person’s own use, not a judgement.',
      ),
      ask(
        'Whose work here would you like to see from close up?',
        'An hour of shadowing is easy to arrange and brings people together across teams.',
      ),
      ask(
        'What is hard to find out here?',
        'Newcomers know best what is passed on only by word of mouth. Offer to find one answer for them.',
      ),
      ask(
        'What would you like this job to give you?',
        'No promise is asked. Settling in and doing this job well is a good answer.',
      ),
    ],
    avoid: [
      'Do not judge how somebody is doing in probation or induction, and do not pass on what is said here to those who do.',
      'Do not ask about gaps between jobs, health, age, family, faith or how long they mean to stay.',
      'Do not call earlier work irrelevant because it was not in a school.',
    ],
    closing: [
      'Agree at most three actions. Make one of them an introduction or a visit within four weeks.',
      'Check that notices about chances to grow reach the person in a way that suits them: email, text message, paper or the staff room.',
      'Agree who, if anybody, may know what was said, and set a date to talk again within the year.',
    ],
  },
  RETURNING: {
    title: 'You are back: what has changed and what you would like now',
    minutes: 40,
    opening:
      'It is good to have you back. You do not need to explain why you were away, and I will not ask. I would like to tell you what has happened here and hear what you want from work now. It may be just what it was before.',
    before: [
      'If you are leading: list what was announced during the time away, such as posts, study money, projects and training, and note which are still open.',
      'If you are leading: know what has changed in the team, the timetable or rota, and the systems.',
      'If it is your conversation: think about what you were glad to come back to, and what you would like to pick up, put down or leave as it is.',
      'Both: allow the first days to pass before you hold this, and let the one who is back choose the day.',
    ],
    prompts: [
      ask(
        'What were you glad to come back to?',
        'Starts from the work, and from what still matters in it.',
      ),
      ask(
        'What would you like to know about what happened here while you were away?',
        'Nobody should have to piece it together. Go through your list, also what has closed, and say plainly what they missed.',
      ),
      ask(
        'Of the things that came up while you were away, which would you have wanted to go for?',
        'Time away should not cost anybody a chance. Find out whether it can be reopened or comes round again.',
      ),
      ask(
        'What had you begun or planned before, and do you still want it?',
        'A course, a project or a responsibility may have been paused. It may be taken up, changed or dropped.',
      ),
      ask(
        'What do you want from work now, and what of it is as it was before?',
        'Both are fine: a change, or none. Do not guess that somebody wants less, or more.',
      ),
      ask(
        'What would make the next half-term go well?',
        'Listen for practical things: a log-in, a handover, a colleague to ask, training that others had.',
      ),
      ask(
        'What would you like to leave as it is for now?',
        'Makes “not yet” easy to say. Agree when to ask again, so that “not yet” does not turn into “never”.',
      ),
    ],
    avoid: [
      'Do not ask why somebody was away, how they are in medical terms, about pregnancy, children or caring, or whether they may be away again. If they speak of it, listen and write down only what they ask you to.',
      'Do not assume that they want fewer hours, lighter work or a slower pace, and do not hand their work to others out of kindness.',
      'Do not mix this with a return-to-work meeting or a request about hours. Those have their own place.',
    ],
    closing: [
      'Agree at most three actions. One is for the one leading: whatever was missed and can still be opened.',
      'Agree what colleagues may be told, if anything. The reason for the time away is not part of it.',
      'Set a short look back in about six weeks, and the next full conversation within the year.',
    ],
  },
  ...wishTexts,
};
