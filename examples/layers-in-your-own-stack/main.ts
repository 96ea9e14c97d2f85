import { App } from 'cdktf';
import { ConsumersStack, GoldStack, PipelinesStack, StreamsStack, ZonesStack } from './stacks';

const app = new App({ outdir: `${__dirname}/cdktf.out` });
const streams = new StreamsStack(app, 'streams');
new ZonesStack(app, 'zones');
const gold = new GoldStack(app, 'gold');
new PipelinesStack(app, 'pipelines', gold);
new ConsumersStack(app, 'consumers', gold, streams);
app.synth();
