import { type Alert } from './alert';
import { type Anomaly } from './anomaly';
import { type ReferenceAlert } from './reference-alert';
import { type Sessions } from './sessions';
import { type Velocity } from './velocity';

/** Everything that a department can ask of its streams in real time. */
export type AlertRule = Alert | Velocity | Sessions | Anomaly | ReferenceAlert;

/** Whether a rule looks at event times and not only at single events as they arrive. */
export function isTimed(rule: AlertRule): rule is Velocity | Sessions | Anomaly {
  return rule.kind === 'velocity' || rule.kind === 'sessions' || rule.kind === 'anomaly';
}

/** Names of the columns that the job itself adds to the payload of a rule. */
export function addedNames(rule: AlertRule): string[] {
  switch (rule.kind) {
    case 'event':
    case 'reference':
      return ['alert', 'raised_at'];
    case 'velocity':
      return ['alert', 'events', ...(rule.sum ? ['total'] : []), 'raised_at'];
    case 'sessions':
      return ['alert', 'session_start', 'session_end', 'events', 'raised_at'];
    case 'anomaly':
      return ['alert', 'value', 'score', 'raised_at'];
  }
}
