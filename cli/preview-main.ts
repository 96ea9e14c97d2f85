#!/usr/bin/env node
import './supported-node';
import { runLakehouse } from './run';

// `lakehouse-preview` is `lakehouse preview` by another name.
void runLakehouse(['preview', ...process.argv.slice(2)]);
