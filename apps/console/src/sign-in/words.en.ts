// English words of the sign-in page. Keys are those of words.zh.ts.
import type { zh } from './words.zh.ts';

export const en: Record<keyof typeof zh, string> = {
  'signIn.title': 'Sign in to Qindesk',
  'signIn.welcome': 'Welcome back',
  'signIn.lead': 'Every “is anybody there?” finds somebody.',
  'signIn.point.robot': 'The robot answers first; what it is unsure of comes to a person, with a summary',
  'signIn.point.desk': 'Conversation, product and order on one screen',
  'signIn.point.floor': 'Every queue and every agent in the supervisor’s sight',
  'signIn.talk.ask': 'Anybody there? Will it come before the weekend?',
  'signIn.talk.robot': 'Yes! It leaves this afternoon and should be with you on Saturday.',
  'signIn.talk.agent': 'I have marked it urgent and will tell you as soon as it moves.',
  'signIn.email': 'E-mail',
  'signIn.email.missing': 'Enter your e-mail',
  'signIn.email.wrong': 'This is not an e-mail address',
  'signIn.password': 'Password',
  'signIn.password.missing': 'Enter your password',
  'signIn.go': 'Sign in',
  'signIn.forgot': 'Forgot the password? Your administrator can set a new one.',
  'signIn.wrong': 'The e-mail or the password is wrong',
  'signIn.demo': 'Demonstration accounts: one click signs you in',
  'signIn.demo.as': 'Sign in as {name} ({title})',
};
