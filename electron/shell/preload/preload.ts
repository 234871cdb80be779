import { contextBridge, ipcRenderer } from 'electron/renderer';
import { exposeBridge } from './expose-bridge.ts';

exposeBridge(contextBridge, ipcRenderer);
