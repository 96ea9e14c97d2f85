#!/usr/bin/env node
import './supported-node';
import { runLakehouse } from './run';

void runLakehouse(process.argv.slice(2));
