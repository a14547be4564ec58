import { keepsTheContract } from './contract.ts';

keepsTheContract('in one process', () => 'local:');
