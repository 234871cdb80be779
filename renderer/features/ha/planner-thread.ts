import { answerPlan, type PlanQuestion } from '#shared/domain/ha/questions.ts';

// A thread of the window: one question, one answer.
addEventListener('message', ({ data }: MessageEvent<PlanQuestion>) => postMessage(answerPlan(data)));
